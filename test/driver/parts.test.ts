import { fakeBody, fakeStore, type FakeStore } from '@cachechart/core/testing'
import { BackendError, type CacheRequest } from '@cachechart/core'
import { describe, expect, test } from '@jest/globals'
import { fieldOf, get, interpreters, settle, stage, storyOf, textOf, type Stage } from './stage.ts'

const digits = '0123456789'
const fresh = ['Cache-Control', 'max-age=60']
const tagged = [...fresh, 'ETag', '"1"']

const stores: readonly (readonly [string, () => FakeStore])[] = [
  ['a store that answers at once', () => fakeStore()],
  ['a store that answers late and in pieces', () => fakeStore({ delay: 'microtask', chunkBytes: 3 })],
]

const ways = interpreters.flatMap((interpreter) =>
  stores.map(([what, store]) => [interpreter, what, store] as const),
)

const ranged = (range: string, ...fields: string[]): CacheRequest => get(undefined, 'Range', range, ...fields)

/** A 206 with these bytes of the ten digits. */
const part = (first: number, last: number, fields: readonly string[] = tagged) =>
  [
    { status: 206, fields: [...fields, 'Content-Range', `bytes ${first}-${last}/10`] },
    digits.slice(first, last + 1),
  ] as const

/** Nothing is open, and no timer runs. */
const isOver = ({ cache, clock }: Stage) => [cache.inFlight(), clock.pending()]

describe.each(ways)('a cache on the %s with %s', (interpreter, _what, newStore) => {
  const set = () => stage({ interpreter, store: newStore() })

  const answer = async (own: Stage, request: CacheRequest): Promise<readonly [number, string]> => {
    const response = await own.cache.handle(request)
    const text = await textOf(response)
    await settle()
    return [response.status, text]
  }

  const whole = async (own: Stage, fields: readonly string[] = tagged): Promise<void> => {
    own.backend.reply({ fields: [...fields, 'Content-Length', '10', 'Content-Type', 'text/plain'] }, digits)
    await answer(own, get())
  }

  const firstHalf = async (own: Stage): Promise<void> => {
    own.backend.reply(...part(0, 4))
    await answer(own, ranged('bytes=0-4'))
  }

  test.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10', '3'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10', '3'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10', '2'],
    ['bytes=0-99', 206, digits, 'bytes 0-9/10', '10'],
    ['bytes=10-', 416, '', 'bytes */10', '0'],
    ['bytes=5-1', 200, digits, undefined, '10'],
    ['bytes=4-5,0-1', 200, digits, undefined, '10'],
  ])('answers %s of a stored response with %d %j', async (...[range, status, text, contentRange, length]) => {
    const own = set()
    await whole(own)
    const response = await own.cache.handle(ranged(range))
    expect([response.status, await textOf(response)]).toEqual([status, text])
    expect([fieldOf(response, 'content-range'), fieldOf(response, 'content-length')]).toEqual([
      contentRange,
      length,
    ])
    expect(fieldOf(response, 'cache-status')).toBe('cachechart; hit; ttl=60')
    await settle()
    expect([own.backend.calls.length, ...isOver(own)]).toEqual([1, [], 0])
  })

  test('answers several ranges as parts of one message', async () => {
    const own = set()
    await whole(own)
    const response = await own.cache.handle(ranged('bytes=0-1, 8-9'))
    const boundary = /^multipart\/byteranges; boundary=(.+)$/.exec(
      fieldOf(response, 'content-type') ?? '',
    )?.[1]
    const text = await textOf(response)
    const lines = (first: number, last: number) =>
      `--${boundary}\r\nContent-Type: text/plain\r\nContent-Range: bytes ${first}-${last}/10\r\n\r\n${digits.slice(first, last + 1)}\r\n`
    expect(text.trimStart()).toBe(`${lines(0, 1)}${lines(8, 9)}--${boundary}--\r\n`)
    expect(fieldOf(response, 'content-length')).toBe(String(text.length))
  })

  test.each([
    ['"1"', 206],
    ['"2"', 200],
    ['W/"1"', 200],
  ])('asked If-Range: %s answers %d', async (ifRange, status) => {
    const own = set()
    await whole(own)
    expect((await answer(own, ranged('bytes=2-4', 'If-Range', ifRange)))[0]).toBe(status)
  })

  test('stores a part, answers from it, and asks the origin for what it lacks', async () => {
    const own = set()
    own.backend.reply(...part(2, 6))
    expect(await answer(own, ranged('bytes=2-6'))).toEqual([206, '23456'])
    expect(await answer(own, ranged('bytes=3-4'))).toEqual([206, '34'])
    own.backend.reply(...part(8, 9))
    const beyond = await own.cache.handle(ranged('bytes=8-9'))
    expect([beyond.status, await textOf(beyond)]).toEqual([206, '89'])
    expect(fieldOf(beyond, 'cache-status')).toBe('cachechart; fwd=partial; stored')
    expect(own.backend.requests.map(({ fields }) => fields)).toEqual([
      ['Range', 'bytes=2-6'],
      ['Range', 'bytes=8-9'],
    ])
  })

  test.each([
    ['after', 5, 9],
    ['before', 0, 2],
    ['over the end of', 4, 8],
  ])('puts a part that lies %s what is stored together with it', async (_where, first, last) => {
    const own = set()
    own.backend.reply(...part(2, 5))
    await answer(own, ranged('bytes=2-5'))
    own.backend.reply(...part(first, last))
    expect(await answer(own, ranged(`bytes=${first}-${last}`))).toEqual([206, digits.slice(first, last + 1)])
    expect(storyOf(own.cache)).toEqual(['request.lookup', 'lookup.obliged', 'reply.combine', 'delivery.done'])
    const from = Math.min(first, 2)
    const to = Math.max(last, 5)
    expect(await answer(own, ranged(`bytes=${from}-${to}`))).toEqual([206, digits.slice(from, to + 1)])
    expect([own.backend.calls.length, ...isOver(own)]).toEqual([2, [], 0])
  })

  test.each([
    [0, 4, 'bytes=5-'],
    [5, 9, 'bytes=0-4'],
  ])('asked for the whole with bytes %d to %d stored, asks for the rest', async (first, last, rest) => {
    const own = set()
    own.backend.reply(...part(first, last))
    await answer(own, ranged(`bytes=${first}-${last}`))
    own.backend.reply(...part(first === 0 ? 5 : 0, first === 0 ? 9 : 4))
    const response = await own.cache.handle(get())
    expect([response.status, await textOf(response)]).toEqual([200, digits])
    expect([fieldOf(response, 'content-length'), fieldOf(response, 'content-range')]).toEqual([
      '10',
      undefined,
    ])
    expect(own.backend.requests[1]?.fields).toEqual(['Range', rest, 'If-Range', '"1"'])
    await settle()
    expect(await answer(own, get())).toEqual([200, digits])
    expect([own.backend.calls.length, ...isOver(own)]).toEqual([2, [], 0])
  })

  test('completes by a body that comes in pieces, and stores it though the client leaves in the middle', async () => {
    const own = set()
    await firstHalf(own)
    const body = fakeBody()
    own.backend.reply(part(5, 9)[0], body)
    const response = await own.cache.handle(get())
    const reader = response.body[Symbol.asyncIterator]()
    expect((await reader.next()).done).toBe(false)
    body.push('56')
    await settle()
    response.body.cancel()
    body.push('789')
    body.end()
    await settle()
    await settle()
    expect(await answer(own, get())).toEqual([200, digits])
    expect([own.backend.calls.length, ...isOver(own)]).toEqual([2, [], 0])
  })

  test('tells its client when the rest breaks off, and keeps what it had', async () => {
    const own = set()
    await firstHalf(own)
    const body = fakeBody()
    own.backend.reply(part(5, 9)[0], body)
    const response = await own.cache.handle(get())
    body.push('5')
    body.fail(new BackendError('ERR_BACKEND_RESET', 'gone'))
    await expect(textOf(response)).rejects.toMatchObject({ code: 'ERR_BACKEND_RESET' })
    await settle()
    expect(await answer(own, ranged('bytes=1-3'))).toEqual([206, '123'])
    expect(isOver(own)).toEqual([[], 0])
  })

  test('does not store a rest that is shorter than it said, and tells its client', async () => {
    const own = set()
    await firstHalf(own)
    own.backend.reply(part(5, 9)[0], '567')
    await expect(own.cache.handle(get()).then(textOf)).rejects.toMatchObject({
      code: 'ERR_BACKEND_SHORT_BODY',
    })
    await settle()
    expect(await answer(own, ranged('bytes=1-3'))).toEqual([206, '123'])
  })

  test.each<[string, Parameters<Stage['backend']['reply']>]>([
    ['another representation', [part(5, 9, [...fresh, 'ETag', '"2"'])[0], '56789']],
    ['another part', [part(6, 9)[0], '6789']],
    ['no such range', [{ status: 416, fields: ['Content-Range', 'bytes */3'] }, null]],
    ['no news', [{ status: 304, fields: ['ETag', '"1"'] }, null]],
    ['what may not be stored', [part(5, 9, ['Cache-Control', 'no-store', 'ETag', '"1"'])[0], '56789']],
  ])('asks for the whole after all when the rest is answered with %s', async (...[, reply]) => {
    const own = set()
    await firstHalf(own)
    own.backend.reply(...reply)
    own.backend.reply({ fields: [...fresh, 'ETag', '"2"'] }, 'another whole')
    expect(await answer(own, get())).toEqual([200, 'another whole'])
    expect(own.backend.requests[2]?.fields).toEqual([])
    expect(await answer(own, get())).toEqual([200, 'another whole'])
    expect([own.backend.calls.length, ...isOver(own)]).toEqual([3, [], 0])
  })

  test('takes a whole response to a request for the rest', async () => {
    const own = set()
    await firstHalf(own)
    own.backend.reply({ fields: [...fresh, 'ETag', '"2"'] }, 'new')
    expect(await answer(own, get())).toEqual([200, 'new'])
    expect(await answer(own, ranged('bytes=1-'))).toEqual([206, 'ew'])
  })

  test('serves its client though the store fails while both parts are put together', async () => {
    const own = set()
    await firstHalf(own)
    own.store.failNext('write')
    own.backend.reply(...part(5, 9))
    expect(await answer(own, get())).toEqual([200, digits])
    expect(own.tolerated).toMatchObject([{ during: 'write' }])
    expect(await answer(own, ranged('bytes=1-3'))).toEqual([206, '123'])
  })

  test('validates a stale response for a range, and answers with that range of it', async () => {
    const own = set()
    await whole(own)
    own.clock.advance(61_000)
    own.backend.reply({ status: 304, fields: tagged })
    expect(await answer(own, ranged('bytes=2-4', 'If-Range', '"1"'))).toEqual([206, '234'])
    expect(own.backend.requests[1]?.fields).toEqual([
      ...['Range', 'bytes=2-4', 'If-Range', '"1"', 'If-None-Match', '"1"'],
    ])
  })

  test('keeps a whole response where a part of the same comes', async () => {
    const own = set()
    await whole(own)
    own.backend.reply(...part(2, 4))
    expect(await answer(own, ranged('bytes=2-4', 'Cache-Control', 'no-cache'))).toEqual([206, '234'])
    expect(await answer(own, get())).toEqual([200, digits])
    expect(own.backend.calls).toHaveLength(2)
  })

  test('lets a stale part stand in for an error, for as much as it has', async () => {
    const own = set()
    own.backend.reply(...part(2, 6, [...tagged, 'Cache-Control', 'stale-if-error=600']))
    await answer(own, ranged('bytes=2-6'))
    own.clock.advance(61_000)
    own.backend.reply({ status: 503 }, 'down')
    expect(await answer(own, ranged('bytes=3-4'))).toEqual([206, '34'])
    own.backend.reply({ status: 503 }, 'down')
    expect(await answer(own, ranged('bytes=3-8'))).toEqual([503, 'down'])
  })
})
