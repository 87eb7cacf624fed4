import { describe, expect, test } from '@jest/globals'
import { BackendError } from '../ports/port-errors.ts'
import { HookError } from './hook-error.ts'
import { transformedBody, type BodyTransform } from './transformed-body.ts'

const text = (chunk: Uint8Array): string => Buffer.from(chunk).toString()

/** A body of these pieces, which notes how it was read. */
const bodyOf = (pieces: readonly (string | Error)[], notes: string[] = []): AsyncIterable<Uint8Array> => ({
  async *[Symbol.asyncIterator]() {
    try {
      for (const piece of pieces) {
        if (piece instanceof Error) throw piece
        notes.push(piece)
        yield Buffer.from(piece)
      }
    } finally {
      notes.push('over')
    }
  },
})

const upperCase: BodyTransform = async function* (body) {
  for await (const chunk of body) yield Buffer.from(text(chunk).toUpperCase())
}

const readAll = async (body: AsyncIterable<Uint8Array>): Promise<string[]> => {
  const seen: string[] = []
  for await (const chunk of body) seen.push(text(chunk))
  return seen
}

const failureOf = (body: AsyncIterable<Uint8Array>): Promise<unknown> =>
  readAll(body).then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a transformed body', () => {
  test('is what the transform makes, piece by piece, at the pace of its reader', async () => {
    const notes: string[] = []
    const reader = transformedBody(bodyOf(['a', 'b', 'c'], notes), upperCase)
    expect(text((await reader.next()).value as Uint8Array)).toBe('A')
    expect(notes).toEqual(['a'])
    expect(await readAll(reader)).toEqual(['B', 'C'])
    expect(notes).toEqual(['a', 'b', 'c', 'over'])
  })

  test('is made of a body at hand in the same way', async () => {
    expect(await readAll(transformedBody(Buffer.from('abc'), upperCase))).toEqual(['ABC'])
  })

  test('gives up the body with its reader', async () => {
    const notes: string[] = []
    const reader = transformedBody(bodyOf(['a', 'b'], notes), upperCase)
    await reader.next()
    await reader.return(undefined)
    expect(notes).toEqual(['a', 'over'])
  })

  test('gives up what the transform has not read, though that does not', async () => {
    const notes: string[] = []
    const first: BodyTransform = async function* (body) {
      const iterator = body[Symbol.asyncIterator]()
      yield (await iterator.next()).value as Uint8Array
    }
    expect(await readAll(transformedBody(bodyOf(['a', 'b'], notes), first))).toEqual(['a'])
    expect(notes).toEqual(['a', 'over'])
  })

  test('breaks off with the error of the body itself', async () => {
    const reset = new BackendError('ERR_BACKEND_RESET', 'reset')
    expect(await failureOf(transformedBody(bodyOf(['a', reset]), upperCase))).toBe(reset)
  })

  test.each<[string, BodyTransform, string]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
      'the body transform failed: no',
    ],
    [
      'throws midway',
      async function* (body) {
        for await (const chunk of body) {
          yield chunk
          throw new Error('no')
        }
      },
      'failed: no',
    ],
    [
      'yields what is no bytes',
      async function* () {
        yield 'text' as unknown as Uint8Array
      },
      'a chunk is a Uint8Array; seen: string',
    ],
    ['returns nothing', () => undefined as unknown as AsyncIterable<Uint8Array>, 'the body transform failed'],
  ])('fails with a HookError when the transform %s', async (_what, transform, message) => {
    const notes: string[] = []
    const failure = await failureOf(transformedBody(bodyOf(['a', 'b'], notes), transform))
    expect(failure).toBeInstanceOf(HookError)
    expect(failure).toMatchObject({ code: 'ERR_HOOK_BODY', message: expect.stringContaining(message) })
    expect(notes).not.toContain('b')
  })

  test('leaves empty pieces out', async () => {
    expect(await readAll(transformedBody(bodyOf(['', 'a', '']), upperCase))).toEqual(['A'])
  })

  test.each([
    [['ab', 'c'], 4, 'the body has 3 bytes; its Content-Length announced 4'],
    [['ab', 'cd'], 3, 'the body has 4 bytes; its Content-Length announced 3'],
  ])(
    'of %j breaks off where %d bytes were announced: nobody could tell later',
    async (pieces, expected, message) => {
      const failure = await failureOf(transformedBody(bodyOf(pieces), upperCase, expected))
      expect(failure).toMatchObject({ code: 'ERR_BACKEND_SHORT_BODY', message })
    },
  )

  test('of as many bytes as were announced is whole', async () => {
    expect(await readAll(transformedBody(bodyOf(['ab', 'c']), upperCase, 3))).toEqual(['AB', 'C'])
  })
})
