import { describe, expect, test } from '@jest/globals'
import { createCache, memoryStore } from '@cachechart/core'
import { storeContract } from '@cachechart/core/testing'
import { invalidationStore } from './invalidation-store.ts'

describe('a store whose user is overheard', () => {
  test.each(storeContract(() => invalidationStore(memoryStore(), () => {})))(
    'keeps the promises of a store: $name',
    async ({ run }) => {
      await expect(run()).resolves.toBeUndefined()
    },
  )

  test('tells what unsafe methods make invalid, and no purge', async () => {
    const told: string[] = []
    const cache = createCache({
      store: invalidationStore(memoryStore(), (key) => void told.push(key)),
      backend: {
        send: () =>
          Promise.resolve({
            status: 200,
            reason: 'OK',
            fields: ['Cache-Control', 'max-age=60', 'Location', '/b'],
            body: null,
          }),
      },
    })
    const send = (method: string) => cache.handle({ method, url: 'http://a/a', fields: [] })
    await send('GET')
    await cache.purge({ url: 'http://a/a' })
    await cache.purge({ all: true })
    expect(told).toEqual([])
    await send('POST')
    expect(told).toEqual(['http://a/a', 'http://a/b'])
  })
})
