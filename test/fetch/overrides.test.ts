import { describe, expect, test } from '@jest/globals'
import { setUp } from './stage.ts'

describe('what a call of the fetch says to the cache', () => {
  test('is about that call alone', async () => {
    const { origin, fetch } = await setUp((request, response) => response.end(`${request.url}`))
    await (await fetch(origin.url('/a'), { overrides: { ttl: 60 } })).text()
    await (await fetch(origin.url('/b'))).text()
    const statuses = await Promise.all(
      ['/a', '/b'].map(async (path) => (await fetch(origin.url(path))).headers.get('cache-status')),
    )
    expect(statuses).toEqual(['cachechart; hit; ttl=60', expect.stringContaining('fwd=uri-miss')])
  })

  test('joins what was said for all, and the cache mode of the call', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.end('x'), {
      overrides: { ttl: 60 },
    })
    await (await fetch(origin.url('/'), { overrides: { surrogateKeys: ['a'] } })).text()
    expect(await fetch.cache.purge({ surrogateKey: 'a', soft: true })).toEqual({ purged: 1 })
    const forced = await fetch(origin.url('/'), { cache: 'force-cache', overrides: { ttl: 5 } })
    expect(forced.headers.get('cache-status')).toContain('; hit')
  })

  test('leaves the strategy that was chosen for all where the call has no cache mode', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.end('x'), {
      overrides: { strategy: 'bypass', ttl: 60 },
    })
    for (const _time of [1, 2]) await (await fetch(origin.url('/'))).text()
    expect(origin.seen).toHaveLength(2)
    expect((await fetch(origin.url('/'), { cache: 'force-cache' })).headers.get('cache-status')).toContain(
      '; hit',
    )
  })

  test('may send the request elsewhere, be it a Request', async () => {
    const { origin, fetch } = await setUp((request, response) => response.end(request.url))
    const beforeSend = (outgoing: { url: string; setHeader(name: string, value: string): void }): void => {
      outgoing.url = origin.url('/elsewhere')
      outgoing.setHeader('X-Signed', 'yes')
    }
    const response = await fetch(new Request(origin.url('/here')), { overrides: { beforeSend } })
    expect([await response.text(), response.url]).toEqual(['/elsewhere', origin.url('/here')])
    expect(origin.seen[0]).toMatchObject({ url: '/elsewhere', headers: { 'x-signed': 'yes' } })
  })

  test('follows a redirect without the key, which is for one URL', async () => {
    const { origin, fetch } = await setUp((request, response) => {
      if (request.url === '/from') response.writeHead(302, { location: '/to' }).end()
      else response.end('there')
    })
    const overrides = { cacheKey: 'k', ttl: 60 }
    for (const _time of [1, 2]) {
      expect(await (await fetch(origin.url('/from'), { overrides })).text()).toBe('there')
    }
    expect(origin.seen.map(({ url }) => url)).toEqual(['/from', '/to'])
  })

  test('is refused, by a rejection, where it makes no sense', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.end('x'))
    await expect(fetch(origin.url('/'), { overrides: { ttl: -1 } })).rejects.toMatchObject({
      code: 'ERR_MISUSE',
    })
    await expect(
      fetch(origin.url('/'), { cache: 'reload', overrides: { pass: true } }),
    ).rejects.toMatchObject({
      code: 'ERR_MISUSE',
    })
    expect(origin.seen).toHaveLength(0)
  })
})
