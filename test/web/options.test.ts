import { expect, test } from '@jest/globals'
import { cacheStatus, fresh, setUp } from './stage.ts'

test('header operations reach what the handler’s caller gets: from it, from the store, and made by the cache', async () => {
  const { get } = setUp(() => fresh('hello'), {
    onSend: (pending) => {
      pending.setResponseHeader('x-told', 'yes', 'any')
    },
  })
  const onlyIfCached = { headers: { 'cache-control': 'only-if-cached' } }
  for (const init of [{}, {}, onlyIfCached]) {
    const response = await get('/', init)
    await response.text()
    expect([response.status, response.headers.get('x-told')]).toEqual([200, 'yes'])
  }
  const missing = await get('/missing', onlyIfCached)
  expect([missing.status, missing.headers.get('x-told')]).toEqual([504, 'yes'])
})

test('overrides and hooks change what is stored, and what the handler is asked', async () => {
  const { get, seen } = setUp(() => fresh('hello'), {
    overrides: {
      ttl: 5,
      beforeSend: (request) => {
        request.url = 'http://example.org/moved'
        request.setHeader('x-told', 'yes')
      },
    },
  })
  await (await get('/')).text()
  expect(cacheStatus(await get('/'))).toBe('cachechart; hit; ttl=5')
  expect(seen.map(({ url, headers }) => [url, headers.get('x-told')])).toEqual([
    ['http://example.org/moved', 'yes'],
  ])
})
