import { loadLittleOfCore } from './load-little-of-core.ts'

loadLittleOfCore()
const { sqliteStore } = await import('@cachechart/adapters/sqlite')
const { checkedBody, checkedHead, putChecked } = await import('./checked-entry.ts')

// Writes, replaces and removes entries as fast as it can until it is killed. Without a file it only loads what it needs, so
// that others find it compiled.
const [, , file = '', maxBytes = '0'] = process.argv
if (file === '') process.exit()
const store = sqliteStore({ file, maxBytes: Number(maxBytes) })
const below = (limit: number): number => Math.floor(Math.random() * limit)

const writeOne = async (): Promise<void> => {
  const body = checkedBody(below(4) === 0 ? 60_000 + below(300_000) : below(12_000), Math.random)
  const label = `label ${below(5)}`
  await putChecked(store, `key ${below(60)}`, { body, head: checkedHead(body, { surrogateKeys: [label] }) })
  if (below(40) === 0) await store.purge({ type: 'surrogateKey', surrogateKey: label }, 'remove')
  if (below(20) === 0) await store.delete(`key ${below(60)}`)
}

const writeOn = async (): Promise<never> => {
  for (;;) await writeOne()
}

await writeOne()
process.stdout.write('writing\n')
await Promise.all([writeOn(), writeOn(), writeOn()])
