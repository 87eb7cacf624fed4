import { describe, expect, test } from '@jest/globals'
import { calls, echoOrigin, type AnyFetch, type Call } from './drop-in-calls.ts'
import { setUp } from './stage.ts'

/** Fields that a cache removes (RFC 9111 §3.1), writes, or that tell the time. */
const notCompared = new Set(['age', 'cache-status', 'connection', 'date', 'keep-alive', 'transfer-encoding'])

/** All that a caller can see of a call. */
async function observe(call: Call, fetch: AnyFetch, url: (path: string) => string): Promise<unknown> {
  try {
    const response = await call(fetch, url)
    const { status, statusText, ok, redirected, type, bodyUsed } = response
    const fields = [...response.headers].filter(([name]) => !notCompared.has(name))
    const shape = {
      status,
      statusText,
      ok,
      redirected,
      type,
      bodyUsed,
      url: response.url,
      hasBody: response.body !== null,
    }
    return {
      ...shape,
      fields,
      copy: await response.clone().text(),
      text: await response.text(),
      used: response.bodyUsed,
    }
  } catch (error) {
    return describeError(error)
  }
}

function describeError(error: unknown): unknown {
  const { name, message, code, cause } = error as Error & { code?: unknown } // errors are all that these calls throw
  return { name, message, code, cause: cause === undefined ? undefined : describeError(cause) }
}

describe('cachedFetch in the place of fetch', () => {
  test.each(Object.entries(calls))(
    '%s: the same from the network and from the cache',
    async (_title, call) => {
      const { origin, fetch } = await setUp(echoOrigin)
      const plain = await observe(call, globalThis.fetch, origin.url)
      expect(await observe(call, fetch, origin.url)).toEqual(plain)
      await (await fetch(origin.url('/plain'))).text() // a stored response must not hide that a call is wrong
      expect(await observe(call, fetch, origin.url)).toEqual(plain)
    },
  )

  test('a used Request is refused, as by any fetch', async () => {
    const { origin, fetch } = await setUp(echoOrigin)
    const request = new Request(origin.url('/echo'), { method: 'POST', body: 'x' })
    await (await fetch(request)).text()
    await expect(fetch(request)).rejects.toMatchObject({ name: 'TypeError' })
  })

  test('a Request without body may be fetched again and again', async () => {
    const { origin, fetch } = await setUp(echoOrigin)
    const request = new Request(origin.url('/plain'))
    await (await fetch(request)).text()
    expect(await (await fetch(request)).text()).toBe('plain')
    expect(origin.seen).toHaveLength(1)
  })
})
