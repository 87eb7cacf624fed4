import { describe, expect, test } from '@jest/globals'
import type { WebHandler } from '@cachechart/adapters/web'
import { fresh, setUp } from './stage.ts'

const failure = new Error('out of order')

const throwing: WebHandler<[]> = () => {
  throw failure
}

/** Where the handler fails. */
const ways: readonly (readonly [string, WebHandler<[]>])[] = [
  ['throws', throwing],
  ['rejects', () => Promise.reject(failure)],
]

describe.each(ways)('a handler that %s', (_way, handler) => {
  test('gives its caller its own error', async () => {
    const { get } = setUp(handler)
    await expect(get('/')).rejects.toBe(failure)
  })

  test('is called again for those who waited: what failed is for nobody else', async () => {
    let calls = 0
    const { cached } = setUp(async (request) => {
      await Promise.resolve()
      calls += 1
      return calls === 1 ? handler(request) : fresh('recovered')
    })
    const request = new Request('http://example.com/')
    const [first, second] = [cached(request), cached(request)]
    await expect(first).rejects.toBe(failure)
    expect(await (await second).text()).toBe('recovered')
  })

  test('may be stood in for by a stale response (stale-if-error)', async () => {
    let isBroken = false
    const { get, pass } = setUp((request) =>
      isBroken ? handler(request) : fresh('old', { 'cache-control': 'max-age=1, stale-if-error=60' }),
    )
    await (await get('/')).text()
    pass(2)
    isBroken = true
    expect(await (await get('/')).text()).toBe('old')
  })
})

test('a handler that throws at once throws at once, as it would without a cache', () => {
  const { cached } = setUp(throwing)
  expect(() => cached(new Request('http://example.com/'))).toThrow(failure)
})

test('whatever is thrown comes out, also what is no error', async () => {
  const { get } = setUp(() => Promise.reject(undefined))
  await expect(get('/')).rejects.toBeUndefined()
})

test.each([undefined, null, 'hello', 7])('a handler that answers with %p is told so', async (answer) => {
  const { get } = setUp(() => answer as unknown as Response)
  await expect(get('/')).rejects.toThrow(TypeError)
})

test('a response whose body is read by somebody else is told from an empty one', async () => {
  const used = new Response('read')
  await used.text()
  const locked = new Response('locked')
  locked.body?.getReader()
  const begun = new Response('begun')
  const reader = begun.body?.getReader()
  await reader?.read()
  reader?.releaseLock()
  for (const response of [used, locked, begun]) {
    const { get } = setUp(() => response)
    await expect(get('/')).rejects.toThrow('is being read by somebody else')
  }
})

test('`Response.error()` is handed on as it is, and never stored', async () => {
  const answer = Response.error()
  for (const handler of [() => answer, () => Promise.resolve(answer)]) {
    const { get, seen } = setUp(handler)
    for (const _time of [1, 2]) expect(await get('/')).toBe(answer)
    expect(seen).toHaveLength(2)
  }
})

test('a body that breaks off does so with the error that it broke with, and is not stored', async () => {
  const { get, seen } = setUp(() => {
    let left = 2
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        left -= 1
        if (left === 0) controller.error(failure)
        else controller.enqueue(new Uint8Array(3))
      },
    })
    return new Response(stream, { headers: { 'cache-control': 'max-age=60' } })
  })
  for (const _time of [1, 2]) {
    const response = await get('/')
    await expect(response.text()).rejects.toBe(failure)
  }
  expect(seen).toHaveLength(2)
})

test('an error of the cache itself is the caller’s, too', async () => {
  const { get } = setUp(() => new Promise(() => undefined), { deadlines: { reply: 1 } })
  await expect(get('/')).rejects.toMatchObject({ code: 'ERR_DEADLINE' })
})
