import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Body } from '../ports/body.ts'
import { ChunkedBody } from '../testing/chunked-body.ts'
import { fakeBody } from '../testing/fake-body.ts'
import { bytesBody } from './bytes-body.ts'
import { cutBody } from './cut-body.ts'
import { splicedBody } from './spliced-body.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const atHand = (text: string) => bytesBody(bytesOf(text))

const textOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = ''
  for await (const chunk of body) text += new TextDecoder().decode(chunk)
  return text
}

/** Three parts of two chunks each, and how often each of them was given up. */
const setUp = (expected?: number) => {
  const before = new ChunkedBody(['a', 'b'])
  const reply = new ChunkedBody(['c', 'd'])
  const after = new ChunkedBody(['e', 'f'])
  const body = splicedBody(reply, { before, after, expected })
  return { body, cancelled: () => [before, reply, after].map((part) => part.cancelled) }
}

/** Breaks when it is first asked. */
const broken = (error: unknown): Body => ({
  bytes: undefined,
  length: undefined,
  cancel() {},
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
})

describe('a spliced body', () => {
  test('is what is stored before, the reply, and what is stored after', async () => {
    const { body, cancelled } = setUp(2)
    expect([body.bytes, body.length]).toEqual([undefined, 6])
    expect(await textOf(body)).toBe('abcdef')
    expect(cancelled()).toEqual([1, 1, 1])
  })

  test.each([
    ['before alone', atHand('ab'), null, 'ab--'],
    ['after alone', null, atHand('ef'), '--ef'],
    ['nothing', null, null, '--'],
  ])('may have %s of what is stored', async (_what, before, after, text) => {
    const reply = new ChunkedBody(['-', '-'])
    expect(await textOf(splicedBody(reply, { before, after, expected: undefined }))).toBe(text)
    expect(splicedBody(atHand('--'), { before, after, expected: 2 }).bytes).toEqual(bytesOf(text))
  })

  test('is at hand only when all of it is', () => {
    const frame = { before: atHand('ab'), after: atHand('ef'), expected: undefined }
    const whole = splicedBody(atHand('cd'), frame)
    expect([whole.bytes, whole.length]).toEqual([bytesOf('abcdef'), 6])
    expect(splicedBody(new ChunkedBody(['cd']), frame).bytes).toBeUndefined()
    expect(splicedBody(atHand('cd'), { ...frame, before: new ChunkedBody(['a']) }).bytes).toBeUndefined()
    expect(splicedBody(atHand('cd'), { ...frame, after: new ChunkedBody(['a']) }).bytes).toBeUndefined()
  })

  test('is not copied together where it is large', async () => {
    const large = bytesBody(new Uint8Array(512 * 1024))
    const body = splicedBody(atHand('cd'), { before: large, after: null, expected: 2 })
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    expect([body.bytes, body.length, chunks[0]]).toEqual([undefined, 512 * 1024 + 2, large.bytes])
  })

  test('has a length where that of each part is known; for the reply it is what was expected', () => {
    const open = broken(undefined)
    const parts = { before: atHand('ab'), after: new ChunkedBody(['e']) }
    expect(splicedBody(open, { ...parts, expected: undefined }).length).toBeUndefined()
    expect(splicedBody(open, { ...parts, expected: 4 }).length).toBe(7)
    expect(splicedBody(new ChunkedBody(['cd']), { ...parts, expected: undefined }).length).toBe(5)
    expect(splicedBody(open, { before: broken(undefined), after: null, expected: 4 }).length).toBeUndefined()
  })

  test.each([
    ['less', 3, 'abcd', 2],
    ['more', 1, 'abc', 2],
  ])('breaks off where the reply has %s than its place', async (_what, expected, sent, seen) => {
    const { body, cancelled } = setUp(expected)
    let text = ''
    const read = async () => {
      for await (const chunk of body) text += new TextDecoder().decode(chunk)
    }
    await expect(read()).rejects.toMatchObject({
      code: 'ERR_BACKEND_SHORT_BODY',
      message: `the body of the part has ${seen} bytes; between what is stored there is room for ${expected}`,
    })
    expect([text, cancelled()]).toEqual([sent, [1, 1, 1]])
  })

  test('that is at hand breaks off as well where the reply does not fit its place', async () => {
    const body = splicedBody(atHand('cd'), { before: atHand('ab'), after: null, expected: 3 })
    expect(body.bytes).toBeUndefined()
    await expect(textOf(body)).rejects.toMatchObject({ code: 'ERR_BACKEND_SHORT_BODY' })
  })

  test.each(['before', 'reply', 'after'] as const)(
    'ends with the error of a part that breaks, and gives up the others: %s',
    async (which) => {
      const error = new Error('broken')
      const others = [new ChunkedBody(['-']), new ChunkedBody(['-'])] as const
      const [one, other] = others
      const orders = {
        before: [broken(error), one, other],
        reply: [one, broken(error), other],
        after: [one, other, broken(error)],
      } as const
      const [before, reply, after] = orders[which]
      await expect(textOf(splicedBody(reply, { before, after, expected: undefined }))).rejects.toBe(error)
      expect(others.map((part) => part.cancelled)).toEqual([1, 1])
    },
  )

  test('gives nothing of what a part sends after it was given up', async () => {
    const source = fakeBody()
    const reply: Body = {
      bytes: undefined,
      length: undefined,
      cancel() {},
      [Symbol.asyncIterator]: () => source[Symbol.asyncIterator](),
    }
    for (const close of [() => source.push('late'), () => source.end()]) {
      const body = splicedBody(reply, { before: null, after: new ChunkedBody(['e']), expected: 4 })
      const waiting = body[Symbol.asyncIterator]().next()
      body.cancel()
      close()
      expect(await waiting).toEqual({ done: true, value: undefined })
    }
  })

  test('asks nothing of its parts once it was given up', async () => {
    const body = splicedBody(broken(new Error('asked')), { before: null, after: null, expected: undefined })
    body.cancel()
    expect(await textOf(body)).toBe('')
  })

  test('goes on with the same reading for whoever asks again', async () => {
    const { body } = setUp()
    await body[Symbol.asyncIterator]().next()
    expect([await textOf(body), await textOf(body)]).toEqual(['bcdef', ''])
  })

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'gives all its parts up, each once, when its reader leaves after %i pieces',
    async (count) => {
      for (const way of ['cancel', 'return'] as const) {
        const { body, cancelled } = setUp()
        const reading = body[Symbol.asyncIterator]()
        for (let step = 0; step < count; step += 1) await reading.next()
        if (way === 'return' && count > 0) await reading.return?.()
        else body.cancel()
        body.cancel()
        expect([await reading.next(), cancelled()]).toEqual([{ done: true, value: undefined }, [1, 1, 1]])
      }
    },
  )
})

const chunked = fc.array(fc.stringMatching(/^[a-z]{0,7}$/), { maxLength: 12 })

describe('the splice of any split', () => {
  test('is the original, in whatever chunks its parts come', async () => {
    const places = fc.tuple(fc.nat({ max: 84 }), fc.nat({ max: 84 }))
    await fc.assert(
      fc.asyncProperty(chunked, places, fc.boolean(), async (chunks, [one, other], isAtHand) => {
        const whole = chunks.join('')
        const from = Math.min(one, other, whole.length)
        const to = Math.min(Math.max(one, other), whole.length)
        const partOf = (start: number, end: number): Body => {
          const source = isAtHand ? atHand(whole) : new ChunkedBody(chunks)
          return cutBody(source, { pieces: [{ from: start, to: end }], length: end - start })
        }
        const frame = {
          before: from === 0 ? null : partOf(0, from),
          after: to === whole.length ? null : partOf(to, whole.length),
          expected: to - from,
        }
        const body = splicedBody(partOf(from, to), frame)
        expect([body.length, body.bytes !== undefined]).toEqual([whole.length, isAtHand])
        expect(await textOf(body)).toBe(whole)
      }),
    )
  })
})
