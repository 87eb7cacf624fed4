import { StoreError } from '@cachechart/core'
import { sqliteStore } from '@cachechart/adapters/sqlite'
import { judgeEntry, putChecked } from './checked-entry.ts'

const [, , task = '', file = ''] = process.argv

/** Writes until it fails, and looks at what is there. */
const fill = async (): Promise<unknown> => {
  const store = sqliteStore({ file })
  const failedWith = new Set<string>()
  let key = 0
  for (; failedWith.size === 0 && key < 2000; key += 1) {
    try {
      await putChecked(store, `key ${key}`, { body: Buffer.alloc(20_000, key) })
    } catch (error) {
      failedWith.add(error instanceof StoreError ? error.code : String(error))
    }
  }
  const tally = { whole: 0, torn: 0, gone: 0 }
  for (let stored = 0; stored < key; stored += 1) {
    const result = await store.get(`key ${stored}`)
    if (result.type === 'error') failedWith.add(result.error.code)
    for (const entry of result.type === 'hit' ? result.variants : []) tally[await judgeEntry(entry)] += 1
  }
  store.close()
  return { failedWith: [...failedWith], ...tally }
}

const open = (): unknown => {
  // Whoever may do everything may write here, too.
  if (process.getuid?.() === 0) {
    process.setgid?.(65_534)
    process.setuid?.(65_534)
  }
  try {
    sqliteStore({ file }).close()
    return 'opened'
  } catch (error) {
    return error instanceof StoreError ? { code: error.code } : String(error)
  }
}

process.stdout.write(JSON.stringify(task === 'fill' ? await fill() : open()))
