/**
 * A request in progress: is its response there, which of several comes first, who takes it over, and what happens when its
 * caller leaves.
 *
 * `node --conditions=source examples/surface/pending-request.ts`
 */
import { text } from 'node:stream/consumers'
import { createCache, memoryStore, select, type Backend, type PendingRequest } from '@cachechart/core'

/** An origin that answers when it is told to. */
const answer = new Map<string, () => void>()
const backend: Backend = {
  send: ({ url }) =>
    new Promise((resolve) => {
      const fields = ['Cache-Control', 'max-age=60']
      answer.set(new URL(url).pathname, () => {
        resolve({ status: 200, reason: 'OK', fields, body: Buffer.from('hello') })
      })
    }),
}
const cache = createCache({ store: memoryStore(), backend })
const send = (path: string): PendingRequest =>
  cache.send({ method: 'GET', url: `http://example.com${path}`, fields: [] })

console.log('Is it there?')
const page = send('/page')
console.log('  poll:', page.poll())
answer.get('/page')?.()
const response = await page.wait()
console.log('  wait:', response.outcome, await text(response.body))
console.log('  poll again, the outcome is remembered:', page.poll()?.outcome)

console.log('Which comes first?')
const paths = ['/slow', '/quick', '/slower']
let open = paths.map((path) => ({ path, pending: send(path) }))
for (const path of ['/quick', '/slow', '/slower']) {
  answer.get(path)?.()
  const { index, pending } = await select(open.map((each) => each.pending))
  console.log(`  ${open[index]?.path}: ${pending.poll()?.status}`)
  open = open.toSpliced(index, 1)
}

console.log('Who takes it over?')
const length = send('/page').sendTo({
  accept: async (pending) => (await text((await pending.wait()).body)).length,
})
console.log('  one who wants its length:', await length)

console.log('What if its caller leaves?')
const left = send('/left')
left.cancel()
await left.wait().catch((error: unknown) => {
  console.log('  wait:', error instanceof Error ? error.name : '')
})
answer.get('/left')?.()
await cache.drain()
console.log('  what it began is stored all the same:', send('/left').poll()?.outcome)
