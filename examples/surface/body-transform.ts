/**
 * A body that is changed on its way into the cache, piece by piece, while it arrives: once, for the store and for all
 * readers. Where there is no body, nothing runs.
 *
 * `node --conditions=source examples/surface/body-transform.ts`
 */
import { text } from 'node:stream/consumers'
import { createCache, fieldValue, memoryStore, type Backend, type BodyTransform } from '@cachechart/core'

const fields = ['Cache-Control', 'max-age=60', 'Content-Length', '12', 'ETag', '"1"']

/** The origin sends the second line only when the first one was read: nobody here can wait for the whole. */
let firstWasRead = (): void => undefined
async function* twoLines(): AsyncGenerator<Uint8Array> {
  const read = new Promise<void>((resolve) => (firstWasRead = resolve))
  yield Buffer.from('hello\n')
  await read
  console.log('origin: sends the second line')
  yield Buffer.from('world\n')
}
const backend: Backend = {
  send: ({ url }) =>
    url.endsWith('/empty')
      ? { status: 204, reason: 'No Content', fields: ['Cache-Control', 'max-age=60'], body: null }
      : { status: 200, reason: 'OK', fields, body: twoLines() },
}

let runs = 0
const loud: BodyTransform = async function* (body) {
  runs += 1
  for await (const piece of body) yield Buffer.from(new TextDecoder().decode(piece).toUpperCase())
  yield Buffer.from('(the end)\n')
}
const cache = createCache({
  store: memoryStore(),
  backend,
  overrides: {
    afterSend: (candidate) => {
      candidate.transformBody(loud)
    },
  },
})
const request = { method: 'GET', url: 'http://example.com/', fields: [] }

const response = await cache.handle(request)
for await (const piece of response.body) {
  console.log('client: has', JSON.stringify(new TextDecoder().decode(piece)))
  firstWasRead()
}
console.log('length:', fieldValue(response.fields, 'content-length') ?? 'nobody knows beforehand')
console.log(
  'entity tag:',
  fieldValue(response.fields, 'etag'),
  '(weak: these are not the bytes that the origin tagged)',
)

const again = await cache.handle(request)
console.log(`${again.outcome}:`, JSON.stringify(await text(again.body)), `after ${runs} run`)
await cache.handle({ ...request, url: 'http://example.com/empty' })
console.log(`204, no body: still ${runs} run`)
