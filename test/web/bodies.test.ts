import { describe, expect, test } from '@jest/globals'
import { memoryStore } from '@cachechart/core'
import { eventually } from '../fixtures/eventually.ts'
import { fresh, setUp } from './stage.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (chunk: Uint8Array | undefined): string => new TextDecoder().decode(chunk)

/** A body whose pieces come when they are told to. */
function toldBody(): {
  readonly stream: ReadableStream<Uint8Array>
  readonly controller: ReadableStreamDefaultController<Uint8Array>
  readonly cancelled: () => unknown
} {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let reason: unknown
  const stream = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given
    },
    cancel: (given) => {
      reason = given ?? 'cancelled'
    },
  })
  if (controller === undefined) throw new TypeError('a stream starts at once')
  return { stream, controller, cancelled: () => reason }
}

describe('the body of a response', () => {
  test('begins to arrive before the handler’s stream ends', async () => {
    const { stream, controller } = toldBody()
    const { get } = setUp(() => new Response(stream, { headers: { 'cache-control': 'max-age=60' } }))
    const reader = (await get('/')).body?.getReader()
    controller.enqueue(bytes('first'))
    expect(text((await reader?.read())?.value)).toBe('first')
    controller.enqueue(bytes('second'))
    expect(text((await reader?.read())?.value)).toBe('second')
    controller.close()
    expect((await reader?.read())?.done).toBe(true)
    expect(await (await get('/')).text()).toBe('firstsecond')
  })

  test('is asked for no faster than it is read, where it is not stored', async () => {
    const piece = new Uint8Array(65_536)
    let asked = 0
    const { get } = setUp(() => {
      const stream = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            asked += 1
            if (asked === 1_000) controller.close()
            else controller.enqueue(piece)
          },
        },
        { highWaterMark: 0 },
      )
      return new Response(stream, { headers: { 'cache-control': 'no-store' } })
    })
    const reader = (await get('/')).body?.getReader()
    await reader?.read()
    await new Promise((resolve) => setImmediate(resolve))
    expect(asked).toBeLessThan(40)
    let received = piece.length
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
      received += next.value.length
    expect(received).toBe(999 * piece.length)
  })

  test('is given up when the client cancels it, and the handler’s stream is told', async () => {
    const { stream, controller, cancelled } = toldBody()
    const { get, seen } = setUp(() => new Response(stream, { headers: { 'cache-control': 'no-store' } }))
    const response = await get('/')
    controller.enqueue(bytes('first'))
    await response.body?.cancel()
    await eventually('the stream is cancelled', () => cancelled() !== undefined)
    expect(seen[0]?.signal.aborted).toBe(true)
  })

  test('is stored to its end when the client cancels one that may be stored', async () => {
    const { stream, controller, cancelled } = toldBody()
    const { get, seen } = setUp(() => new Response(stream, { headers: { 'cache-control': 'max-age=60' } }))
    const response = await get('/')
    controller.enqueue(bytes('first'))
    await response.body?.cancel()
    controller.enqueue(bytes('second'))
    controller.close()
    const again = await get('/')
    expect(await again.text()).toBe('firstsecond')
    expect([seen.length, cancelled()]).toEqual([1, undefined])
  })

  test('is the receiver’s own: what it does to it does not reach the store', async () => {
    const { get } = setUp(() => fresh('hello'))
    await (await get('/')).text()
    const buffer = new Uint8Array(await (await get('/')).arrayBuffer())
    buffer.fill(0)
    const chunk = (await (await get('/')).body?.getReader().read())?.value
    chunk?.fill(0)
    expect(await (await get('/')).text()).toBe('hello')
  })

  test('is the receiver’s own also when it comes piece by piece', async () => {
    const { stream, controller } = toldBody()
    const { get } = setUp(() => new Response(stream, { headers: { 'cache-control': 'max-age=60' } }))
    const reader = (await get('/')).body?.getReader()
    controller.enqueue(bytes('hello'))
    controller.close()
    ;(await reader?.read())?.value?.fill(0)
    await reader?.read()
    expect(await (await get('/')).text()).toBe('hello')
  })

  test.each([204, 205])('is null for a %p', async (status) => {
    const { get } = setUp(() => new Response(null, { status }))
    const response = await get('/')
    expect([response.status, response.body]).toEqual([status, null])
  })

  test('is null for a redirect without one, stored or not', async () => {
    const headers = { location: 'http://example.com/there', 'cache-control': 'max-age=60' }
    const { get, seen } = setUp(() => new Response(null, { status: 308, headers }))
    for (const _time of [1, 2]) {
      const response = await get('/')
      expect([response.status, response.headers.get('location'), response.body]).toEqual([
        ...[308, 'http://example.com/there', null],
      ])
    }
    expect(seen).toHaveLength(1)
  })

  test('of an answer to HEAD is not read', async () => {
    const { stream, cancelled } = toldBody()
    const { get } = setUp(() => new Response(stream))
    expect((await get('/', { method: 'HEAD' })).body).toBeNull()
    expect(cancelled()).toBeDefined()
  })

  test('that the store refuses reaches the client all the same', async () => {
    const { get, seen } = setUp(() => fresh('a'.repeat(100_000)), {
      store: memoryStore({ maxBytes: 10_000 }),
    })
    for (const _time of [1, 2]) expect((await (await get('/')).text()).length).toBe(100_000)
    expect(seen).toHaveLength(2)
  })
})

describe('the body of a request', () => {
  test('reaches the handler as it comes', async () => {
    const { stream, controller } = toldBody()
    const { get } = setUp(async (request) => {
      const reader = request.body?.getReader()
      const first = text((await reader?.read())?.value)
      controller.enqueue(bytes('second'))
      controller.close()
      return new Response(first + text((await reader?.read())?.value))
    })
    controller.enqueue(bytes('first'))
    const response = await get('/', { method: 'POST', body: stream, duplex: 'half' })
    expect(await response.text()).toBe('firstsecond')
  })

  test('is its form, its JSON, its text', async () => {
    const { get } = setUp(async (request) => new Response((await request.formData()).get('a')))
    const body = new FormData()
    body.set('a', '1')
    expect(await (await get('/', { method: 'PUT', body })).text()).toBe('1')
  })

  test('that was read before is an error, as it is for the handler', async () => {
    const { cached } = setUp(() => new Response())
    const request = new Request('http://example.com/', { method: 'POST', body: 'read' })
    await request.text()
    expect(() => cached(request)).toThrow('already been used')
  })

  test('may come from the cache’s own `handle`, which has no Request', async () => {
    const { cached } = setUp(async (request) => new Response(`${request.method} ${await request.text()}`))
    const fields: string[] = []
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield bytes('by ')
      yield bytes('itself')
    }
    for (const body of [bytes('by itself'), pieces()]) {
      const reply = await cached.cache.handle({ method: 'POST', url: 'http://example.com/', fields, body })
      const chunks: Uint8Array[] = []
      for await (const chunk of reply.body) chunks.push(chunk)
      expect(Buffer.concat(chunks).toString()).toBe('POST by itself')
    }
  })
})
