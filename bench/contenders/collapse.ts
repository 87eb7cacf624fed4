import { createCache, memoryStore, type Backend, type Overrides } from '@cachechart/core'
import { requestFields, sampleBody, sampleFields } from './sample-messages.ts'
import type { CreateWork } from './work.ts'

/** How many ask for the same at once; a power of two, as the counts are that are asked for. */
const crowd = 128

/** An origin that takes a turn of the event loop for its answer, as the quickest real one does. */
const origin: Backend = {
  send: () =>
    new Promise((resolve) => {
      setImmediate(() => {
        resolve({ status: 200, reason: 'OK', fields: sampleFields('max-age=3600'), body: bodyOf() })
      })
    }),
}

async function* bodyOf(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(sampleBody)
}

const overrides: { readonly [how: string]: Overrides } = { together: {}, alone: { collapse: false } }

/** Ever new keys, each asked for by so many at once: `miss` by one, `storm` by a crowd; `together`, or each `alone`. */
export const collapseWork: CreateWork = (argument) => {
  const [what = '', how = ''] = argument.split('-')
  const clients = what === 'storm' ? crowd : 1
  const cache = createCache({ store: memoryStore({ maxBytes: 8 * 1024 * 1024 }), backend: origin })
  let key = 0
  const ask = async (url: string): Promise<void> => {
    const response = await cache.handle({ method: 'GET', url, fields: requestFields }, overrides[how])
    for await (const chunk of response.body) if (chunk.length === 0) throw new Error('a body without bytes')
  }
  return {
    async run(count) {
      for (let done = 0; done < count; done += clients) {
        key += 1
        const url = `http://example.com/${key}`
        await Promise.all(Array.from({ length: Math.min(clients, count - done) }, () => ask(url)))
      }
    },
  }
}
