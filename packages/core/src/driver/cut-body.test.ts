import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { BodyCut } from '../policy/present.ts'
import type { ByteSlice } from '../policy/verdicts.ts'
import type { Body } from '../ports/body.ts'
import { memoryStore } from '../stores/memory-store.ts'
import { ChunkedBody } from '../testing/chunked-body.ts'
import { fakeBody } from '../testing/fake-body.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { bytesBody } from './bytes-body.ts'
import { cutBody } from './cut-body.ts'
import { StoredDelivery } from './stored-delivery.ts'

type Piece = BodyCut['pieces'][number]

const cut = (...pieces: Piece[]): BodyCut => ({
  pieces,
  length: pieces.reduce<number>(
    (sum, piece) => sum + (typeof piece === 'string' ? piece.length : piece.to - piece.from),
    0,
  ),
})

const slice = (from: number, to: number): ByteSlice => ({ from, to })

const textOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = ''
  for await (const chunk of body) text += new TextDecoder().decode(chunk)
  return text
}

/** Two ranges and the text about them, out of `abcdefghij`. */
const twoRanges = cut('--x\r\n', slice(1, 3), '\r\n--x\r\n', slice(5, 8), '\r\n--x--')
const twoRangesText = '--x\r\nbc\r\n--x\r\nfgh\r\n--x--'

describe('a cut of a body that is at hand', () => {
  const bytes = new TextEncoder().encode('abcdefghij')

  test('is a view of it where it is one slice', () => {
    const { bytes: view, length } = cutBody(bytesBody(bytes), cut(slice(2, 5)))
    expect([view?.buffer === bytes.buffer, view?.byteOffset, view?.length, length]).toEqual([true, 2, 3, 3])
  })

  test('is at hand, too, where it is several pieces', async () => {
    const body = cutBody(bytesBody(bytes), twoRanges)
    expect([new TextDecoder().decode(body.bytes), body.length]).toEqual([twoRangesText, twoRanges.length])
    expect(await textOf(body)).toBe(twoRangesText)
  })

  test('comes as views where several pieces would be too much to copy', async () => {
    const large = new Uint8Array(1024 * 1024)
    const body = cutBody(bytesBody(large), cut(slice(0, 200_000), '|', slice(500_000, 900_000)))
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    expect([body.bytes, body.length]).toEqual([undefined, 600_001])
    expect(chunks.map(({ buffer, length }) => [buffer === large.buffer, length])).toEqual([
      [true, 200_000],
      [false, 1],
      [true, 400_000],
    ])
  })

  test('is that of a store in memory as well', () => {
    const store = memoryStore()
    const writer = store.put('key', sampleResponse())
    writer.write(bytes)
    writer.commit()
    const result = store.get('key')
    const stored = result.type === 'hit' ? result.variants[0]?.open() : undefined
    const opened = stored instanceof Promise ? undefined : stored
    expect(cutBody(opened ?? bytesBody(new Uint8Array(0)), cut(slice(7, 10))).bytes).toEqual(
      bytes.subarray(7),
    )
  })
})

describe('a cut of a body that comes in chunks', () => {
  test('is its pieces, in their order, of the length that was announced', async () => {
    const source = new ChunkedBody(['ab', 'cdefg', 'h', 'ij'])
    const body = cutBody(source, twoRanges)
    expect([body.bytes, body.length]).toEqual([undefined, twoRanges.length])
    expect(await textOf(body)).toBe(twoRangesText)
  })

  test('never copies nor changes a chunk', async () => {
    const source = new ChunkedBody(['abcd', 'efgh'])
    const chunks: Uint8Array[] = []
    for await (const chunk of cutBody(source, cut(slice(1, 3), slice(3, 6)))) chunks.push(chunk)
    const [first, second] = source.chunks
    expect(chunks.map(({ buffer }) => buffer)).toEqual([first?.buffer, first?.buffer, second?.buffer])
    expect(chunks.every(({ buffer }) => buffer === first?.buffer || buffer === second?.buffer)).toBe(true)
    expect(source.chunks.map((chunk) => new TextDecoder().decode(chunk))).toEqual(['abcd', 'efgh'])
  })

  test('gives its source up when the last byte that it needs has come, before the reader has it', async () => {
    const source = new ChunkedBody(['ab', 'cdef', 'gh', 'ij'])
    const reading = cutBody(source, cut(slice(1, 2), slice(3, 6), 'end'))[Symbol.asyncIterator]()
    await reading.next()
    expect([source.given, source.cancelled]).toEqual([1, 0])
    await reading.next()
    expect([source.given, source.cancelled]).toEqual([2, 1])
    expect((await reading.next()).value).toEqual(new TextEncoder().encode('end'))
    expect((await reading.next()).done).toBe(true)
    expect([source.given, source.cancelled]).toEqual([2, 1])
  })

  test.each([
    ['text alone', cut('only', ' text'), 'only text'],
    ['nothing at all', cut(), ''],
    ['an empty slice, wherever it lies', cut(slice(99, 99)), ''],
  ])('asks nothing of its source for %s', async (_what, pieces, text) => {
    const source = new ChunkedBody(['ab'])
    expect(await textOf(cutBody(source, pieces))).toBe(text)
    expect([source.given, source.cancelled]).toEqual([0, 1])
  })

  test.each<[string, Body]>([
    ['comes in chunks', new ChunkedBody(['abc', 'de'])],
    ['is at hand', bytesBody(new TextEncoder().encode('abcde'))],
  ])('breaks off where the source ends too early: it %s', async (_how, source) => {
    let text = ''
    const read = async () => {
      for await (const chunk of cutBody(source, cut(slice(1, 2), slice(4, 6)))) {
        text += new TextDecoder().decode(chunk)
      }
    }
    await expect(read()).rejects.toMatchObject({
      code: 'ERR_STORE_FAILED',
      message: 'the stored body has 5 bytes; at least 6 were expected',
    })
    expect(text).toBe('be')
  })

  test('passes on what breaks in the source, and gives it up', async () => {
    const source = new ChunkedBody(['ab'])
    const error = new Error('disk')
    const broken: Body = {
      bytes: undefined,
      length: undefined,
      cancel: () => source.cancel(),
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
    }
    await expect(textOf(cutBody(broken, cut(slice(0, 1))))).rejects.toBe(error)
    expect(source.cancelled).toBe(1)
  })

  test('goes on with the same reading for whoever asks again', async () => {
    const source = new ChunkedBody(['ab', 'cd', 'ef'])
    const body = cutBody(source, cut(slice(0, 6)))
    await body[Symbol.asyncIterator]().next()
    expect(await textOf(body)).toBe('cdef')
    expect(await textOf(body)).toBe('')
    expect(source.given).toBe(3)
  })

  test('gives nothing of what the source sends after it was given up', async () => {
    const source = fakeBody()
    let cancelled = 0
    const body = cutBody(
      {
        bytes: undefined,
        length: undefined,
        cancel: () => (cancelled += 1),
        [Symbol.asyncIterator]: () => source[Symbol.asyncIterator](),
      },
      cut(slice(0, 2)),
    )
    const waiting = body[Symbol.asyncIterator]().next()
    body.cancel()
    source.push('late')
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(cancelled).toBe(1)
  })

  test('leaves nobody waiting, as a delivery, for a source that says nothing more', async () => {
    const source = fakeBody()
    const told: string[] = []
    const body = cutBody(
      {
        bytes: undefined,
        length: undefined,
        cancel() {},
        [Symbol.asyncIterator]: () => source[Symbol.asyncIterator](),
      },
      cut(slice(0, 2)),
    )
    const listener = { done() {}, failed() {}, left: () => told.push('left') }
    const delivery = new StoredDelivery(body, listener, { expected: 2 })
    const waiting = delivery.next()
    delivery.cancel()
    expect([await waiting, told]).toEqual([{ done: true, value: undefined }, ['left']])
  })
})

/** A text in chunks, some of them empty. */
const chunked = fc.array(fc.stringMatching(/^[a-z]{0,7}$/), { maxLength: 12 })
/** Steps through a body: text, or how many bytes to leave out and how many to take. */
const steps = fc.array(
  fc.oneof(fc.stringMatching(/^[A-Z]{0,3}$/), fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 }))),
  { maxLength: 8 },
)

/** The cut that the steps make, as far as there is a body for them. */
const cutBySteps = (whole: string, path: readonly (string | [number, number])[]): BodyCut => {
  let at = 0
  const pieces = path.map((step): Piece => {
    if (typeof step === 'string') return step
    const from = Math.min(at + step[0], whole.length)
    at = Math.min(from + step[1], whole.length)
    return slice(from, at)
  })
  return cut(...pieces)
}

const expectedOf = (whole: string, { pieces }: BodyCut): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : whole.slice(piece.from, piece.to))).join('')

describe('any cut of any body', () => {
  test('is the concatenation of its pieces, in whatever chunks the body comes', async () => {
    await fc.assert(
      fc.asyncProperty(chunked, steps, async (chunks, path) => {
        const whole = chunks.join('')
        const pieces = cutBySteps(whole, path)
        const source = new ChunkedBody(chunks)
        const expected = expectedOf(whole, pieces)
        expect(await textOf(cutBody(source, pieces))).toBe(expected)
        expect(source.cancelled).toBe(1)
        const atHand = cutBody(bytesBody(new TextEncoder().encode(whole)), pieces)
        expect([new TextDecoder().decode(atHand.bytes), atHand.length]).toEqual([expected, expected.length])
      }),
    )
  })

  test('gives its source up once, whenever and however its reader leaves', async () => {
    const ways = fc.constantFrom('cancel' as const, 'return' as const, 'twice' as const)
    await fc.assert(
      fc.asyncProperty(chunked, steps, fc.nat({ max: 10 }), ways, async (chunks, path, count, way) => {
        const source = new ChunkedBody(chunks)
        const body = cutBody(source, cutBySteps(chunks.join(''), path))
        const reading = body[Symbol.asyncIterator]()
        for (let step = 0; step < count; step += 1) await reading.next()
        if (way === 'return' && count > 0) await reading.return?.()
        else body.cancel()
        if (way === 'twice') body.cancel()
        const { given } = source
        expect([(await reading.next()).done, source.given, source.cancelled]).toEqual([true, given, 1])
      }),
    )
  })

  test('is an error where the body lacks even one byte that is needed', async () => {
    await fc.assert(
      fc.asyncProperty(chunked, fc.integer({ min: 1, max: 9 }), async (chunks, lacking) => {
        const needed = chunks.join('').length + lacking
        const read = textOf(cutBody(new ChunkedBody(chunks), cut(slice(needed - 1, needed))))
        await expect(read).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
      }),
    )
  })
})
