import { readSample } from './fetch-target.ts'
import { headersOf } from './policy-samples.ts'
import { sampleBody, sampleFields } from './sample-messages.ts'
import type { CreateWork } from './work.ts'

const headers = headersOf([
  ...sampleFields('max-age=3600'),
  ...['Date', new Date().toUTCString(), 'Age', '0', 'Cache-Status', 'cachechart; hit; ttl=3600'],
])

/** So many calls make one turn of the event loop: what a platform cleans up between turns is a part of the cost. */
const callsInTurn = 64

/** The least that any `fetch` with a cache has to do: a Response of bytes at hand, read with arrayBuffer(). */
export const newResponse: CreateWork = () => ({
  async run(count) {
    for (let done = 0; done < count; done += 1) {
      await readSample(new Response(sampleBody, { headers }))
      if (done % callsInTurn === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  },
})
