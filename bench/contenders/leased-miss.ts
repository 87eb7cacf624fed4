import { redisLease } from '@cachechart/adapters/redis'
import { createCache, memoryStore, type Backend, type Lease } from '@cachechart/core'
import { serveRedis } from './redis-server.ts'
import { requestFields, sampleBody, sampleFields } from './sample-messages.ts'
import type { CreateWork } from './work.ts'

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

/** Ever new keys, one after the other, kept in memory: `alone`, or with a `lease` for each from a Redis server. */
export const leasedMiss: CreateWork = async (argument) => {
  const { lease, close } = argument === 'lease' ? await openLease() : { lease: undefined, close: undefined }
  let granted = 0
  const counting: Lease | undefined = lease && {
    async acquire(subject) {
      const answer = await lease.acquire(subject)
      if (answer.type === 'granted') granted += 1
      return answer
    },
    close: () => lease.close(),
  }
  const store = memoryStore({ maxBytes: 8 * 1024 * 1024 })
  const cache = createCache({ store, backend: origin, ...(counting && { lease: counting }) })
  let key = 0
  return {
    async run(count) {
      const before = granted
      for (let done = 0; done < count; done += 1) {
        const url = `http://example.com/${(key += 1)}`
        const response = await cache.handle({ method: 'GET', url, fields: requestFields })
        for await (const chunk of response.body)
          if (chunk.length === 0) throw new Error('a body without bytes')
      }
      if (lease !== undefined && granted - before !== count)
        throw new Error(`${granted - before} leases were granted for ${count} misses`)
    },
    ...(close && { close }),
  }
}

async function openLease(): Promise<{ readonly lease: Lease; readonly close: () => Promise<void> }> {
  const server = await serveRedis()
  const lease = redisLease({ url: server.url })
  return {
    lease,
    async close() {
      await server.close()
      await lease.close()
    },
  }
}
