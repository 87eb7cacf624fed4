import { afterEach, describe, expect, test } from '@jest/globals'
import { memoryStore, type CacheExplanation } from '@cachechart/core'
import { createAdmin } from './admin.ts'
import { ask } from './fixtures/ask.ts'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'
import type { GatewayOptions } from './gateway-options.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

/** A gateway that has stored /a for each language. */
async function start(options: Partial<GatewayOptions> = {}) {
  let asked = 0
  const { url, gateway, admin } = await fixture.start(
    (_request, response) => {
      asked += 1
      response.writeHead(200, { 'Cache-Control': 'max-age=60', Vary: 'Accept-Language' }).end('page')
    },
    { admin: { port: 0 }, ...options },
  )
  await ask(`${url}/a`, { headers: { 'Accept-Language': 'de' } })
  const page = (query: string) => `${admin}/.cachechart/explain${query}`
  const explain = (
    parameters: readonly (readonly [string, string])[],
    headers: Record<string, string> = {},
  ) =>
    ask(
      page(
        `?${new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString()}`,
      ),
      {
        headers,
      },
    )
  return { url, admin, gateway, page, explain, asked: () => asked }
}

const told = (body: string): CacheExplanation => JSON.parse(body) as CacheExplanation // as the desk of one cache gives it

describe('why, asked of the admin address of a gateway', () => {
  test('is answered for a URL, a method and fields, and nothing is sent', async () => {
    const { url, explain, asked } = await start()
    const miss = await explain([['url', `${url}/a`]])
    expect([miss.status, miss.headers['content-type'], miss.headers['cache-control']]).toEqual([
      200,
      'application/json',
      'no-store',
    ])
    expect(told(miss.body).reasons.map(({ what }) => what)).toEqual([
      'stored.other-variants',
      'stored.other-value',
    ])
    const hit = await explain([
      ['url', `${url}/a`],
      ['field', 'Accept-Language: de'],
      ['method', 'HEAD'],
    ])
    expect(told(hit.body)).toMatchObject({ outcome: 'hit.fresh', method: 'HEAD', url: `${url}/a` })
    expect(asked()).toBe(1)
  })

  test('takes a URL as clients say it: scheme and host in any case, and no fragment', async () => {
    const { url, explain } = await start()
    const { port } = new URL(url)
    const { body } = await explain([
      ['url', `HTTP://127.0.0.1:${port}/a#top`],
      ['field', 'Accept-Language:de '],
    ])
    expect(told(body)).toMatchObject({ outcome: 'hit.fresh', key: `${url}/a` })
    expect(told((await explain([['url', 'http://EXAMPLE.com:80']])).body).key).toBe('http://example.com/')
    expect(told((await explain([['url', 'http://example.com/%7ea/../b?c=%20']])).body).key).toBe(
      'http://example.com/%7ea/../b?c=%20',
    )
  })

  test('does not repeat the value of a field that may be secret', async () => {
    const { url, explain } = await start()
    const { body } = await explain([
      ['url', `${url}/a`],
      ['field', 'Authorization: Basic aHVudGVyMg=='],
      ['field', 'Cookie: session=hunter2'],
    ])
    expect(body).not.toMatch(/aHVudGVyMg|hunter2/)
  })

  test.each([
    ['nothing', ''],
    ['an empty query', '?'],
    ['no URL', '?method=GET'],
    ['a URL that is none', '?url=news'],
    ['a URL of another scheme', '?url=file:///etc/passwd'],
    ['a URL with a password', `?url=${encodeURIComponent('http://user:secret@example.com/')}`],
    ['two URLs', '?url=http://a/&url=http://b/'],
    ['two methods', '?url=http://a/&method=GET&method=HEAD'],
    ['a method that is none', '?url=http://a/&method=GET%20/'],
    ['a field without a name', '?url=http://a/&field=:x'],
    ['a field with a line break', '?url=http://a/&field=X:a%0d%0aY:b'],
    ['a word that is misspelt', '?url=http://a/&feild=X:a'],
    ['too many fields', `?url=http://a/${'&field=X:a'.repeat(65)}`],
  ])('refuses %s', async (_what, query) => {
    const { page } = await start()
    const { status, body } = await ask(page(query))
    expect([status, (JSON.parse(body) as { readonly code: string }).code]).toEqual([400, 'ERR_ADMIN_QUERY'])
    expect(body).not.toContain('secret')
  })

  test('keeps to the rules of the address: its host, its methods, its limits', async () => {
    const { page, explain } = await start()
    const foreign = await explain([['url', 'http://a/']], { Host: 'evil.example' })
    expect(foreign.status).toBe(421)
    const posted = await ask(page('?url=http://a/'), { method: 'POST' })
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD'])
    expect((await ask(page(`?url=http://a/${'x'.repeat(20_000)}`))).status).toBe(431)
  })

  test('tells of a store that fails, and of a rule for keys that does', async () => {
    const broken = { ...memoryStore(), get: () => Promise.reject(new Error('down')) }
    const failing = await start({ store: broken })
    expect(told((await failing.explain([['url', `${failing.url}/a`]])).body)).toMatchObject({
      store: 'failed',
      outcome: 'miss',
    })
    const key = ({ url }: { readonly url: string }) => {
      if (url.includes('odd')) throw new TypeError('secret rule')
      return url
    }
    const ruled = await start({ policy: { key } })
    const { status, body } = await ruled.explain([['url', 'http://odd.example/']])
    expect([status, body.includes('secret rule')]).toEqual([500, false])
  })

  test('is told to be elsewhere where the desk does not explain', async () => {
    const { gateway } = await start()
    const { cache } = gateway
    const desk = {
      story: () => ({
        now: 0,
        inFlight: cache.inFlight(),
        ledger: cache.ledger(),
        counters: cache.counters(),
        tolerated: cache.tolerated(),
      }),
      purge: () => Promise.resolve({ purged: 0 }),
    }
    const admin = createAdmin({ port: 0, desk })
    const { url } = await admin.listen()
    expect((await ask(`${url}/.cachechart/explain?url=http://a/`)).status).toBe(404)
    await admin.close()
  })
})
