import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatContentRange } from '../http/byte-ranges.ts'
import type { StoredPart, StoredResponse } from '../http/stored-response.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { readRequestFacts } from './request-facts.ts'
import { hasWhatIsAsked, satisfyRange, type Excerpt } from './satisfy-range.ts'

const factsOf = (range: string | null, ifRange?: string, method = 'GET') =>
  readRequestFacts({
    method,
    url: 'http://example.com/',
    fields: [
      ...(range === null ? [] : ['Range', range]),
      ...(ifRange === undefined ? [] : ['If-Range', ifRange]),
    ],
  })

const told = ({ range, slice }: Excerpt) => `${formatContentRange(range)} from ${slice.from} to ${slice.to}`

/** The answer in words. */
function satisfied(stored: StoredResponse, facts: ReturnType<typeof factsOf>, length?: number) {
  const answer = satisfyRange({ facts, stored, length })
  expect(hasWhatIsAsked(facts, stored)).toBe(answer.type !== 'missing')
  switch (answer.type) {
    case 'excerpt':
      return told(answer.excerpt)
    case 'excerpts':
      return answer.excerpts.map(told)
    case 'unsatisfiable':
      return `unsatisfiable of ${answer.complete}`
    default:
      return answer.type
  }
}

const whole = sampleResponse({ part: null, etag: '"1"' })

describe('a whole response of ten bytes has', () => {
  test.each<[string | null, string | string[], string]>([
    [null, 'all', 'no Range'],
    ['bytes=0-1', 'bytes 0-1/10 from 0 to 2', 'RFC 9110 §14.1.2'],
    ['bytes=1-', 'bytes 1-9/10 from 1 to 10', 'RFC 9110 §14.1.2'],
    ['bytes=-1', 'bytes 9-9/10 from 9 to 10', 'RFC 9110 §14.1.2'],
    ['bytes=8-20', 'bytes 8-9/10 from 8 to 10', 'RFC 9110 §14.1.2'],
    ['bytes=0-', 'bytes 0-9/10 from 0 to 10', 'a part, though it is the whole'],
    ['bytes=10-', 'unsatisfiable of 10', 'RFC 9110 §14.2'],
    ['bytes=-0', 'unsatisfiable of 10', 'RFC 9110 §14.1.2'],
    ['bytes=0-1, 4-5', ['bytes 0-1/10 from 0 to 2', 'bytes 4-5/10 from 4 to 6'], 'RFC 9110 §15.3.7.2'],
    ['bytes=0-1, 2-3', ['bytes 0-1/10 from 0 to 2', 'bytes 2-3/10 from 2 to 4'], 'RFC 9110 §15.3.7.2'],
    ['bytes=0-1, -1', ['bytes 0-1/10 from 0 to 2', 'bytes 9-9/10 from 9 to 10'], 'RFC 9110 §15.3.7.2'],
    ['bytes=0-1, 10-', 'bytes 0-1/10 from 0 to 2', 'RFC 9110 §15.3.7.2: without what cannot be satisfied'],
    ['bytes=4-5, 0-1', 'all', 'RFC 9110 §14.2: not in ascending order'],
    ['bytes=0-4, 4-5', 'all', 'RFC 9110 §14.2: overlapping'],
    ['bytes=0-, -1', 'all', 'RFC 9110 §14.2: overlapping'],
    ['bytes=4-3', 'all', 'RFC 9110 §14.2: invalid'],
    ['items=0-1', 'all', 'RFC 9110 §14.2: another unit'],
  ])('for %j: %j (%s)', (range, answer, _clause) => {
    expect(satisfied(whole, factsOf(range), 10)).toEqual(answer)
  })

  test.each<[string, string, string]>([
    ['"1"', 'bytes 0-1/10 from 0 to 2', 'RFC 9110 §13.1.5: true'],
    ['"2"', 'all', 'RFC 9110 §13.1.5: false, so that Range is ignored'],
  ])('with If-Range %j: %s (%s)', (ifRange, answer, _clause) => {
    expect(satisfied(whole, factsOf('bytes=0-1', ifRange), 10)).toBe(answer)
  })

  test('all for another status than 200 (RFC 9110 §14.2)', () => {
    expect(satisfied({ ...whole, status: 203 }, factsOf('bytes=0-1'), 10)).toBe('all')
  })

  test('all where its length is not known', () => {
    expect(satisfied(whole, factsOf('bytes=0-1'))).toBe('all')
  })

  test('all where it has no content (RFC 9110 §14.2)', () => {
    expect(satisfied(whole, factsOf('bytes=0-'), 0)).toBe('all')
    expect(satisfied(whole, factsOf('bytes=-1'), 0)).toBe('all')
  })

  test('all for HEAD (RFC 9110 §14.2)', () => {
    expect(satisfied(whole, factsOf('bytes=0-1', undefined, 'HEAD'), 10)).toBe('all')
  })
})

const partial = (part: Omit<StoredPart, 'range'>, range = 'bytes=x') =>
  sampleResponse({ status: 206, etag: '"1"', part: { ...part, range } })

const middle = { first: 4, last: 7, complete: 10, length: 4 }
const end = { first: 4, last: 9, complete: 10, length: 6 }
const all = { first: 0, last: 9, complete: 10, length: 10 }
const ofUnknown = { first: 4, last: 7, complete: null, length: 4 }

describe('a part has what lies wholly within it (RFC 9111 §3.3)', () => {
  test.each<[Omit<StoredPart, 'range'>, string | null, string | string[], string]>([
    [middle, 'bytes=4-7', 'bytes 4-7/10 from 0 to 4', 'all of it'],
    [middle, 'bytes=5-6', 'bytes 5-6/10 from 1 to 3', 'some of it'],
    [middle, 'bytes=7-7', 'bytes 7-7/10 from 3 to 4', 'its last byte'],
    [middle, 'bytes=3-5', 'missing', 'begins before it'],
    [middle, 'bytes=5-8', 'missing', 'ends after it'],
    [middle, 'bytes=5-', 'missing', 'ends after it'],
    [middle, 'bytes=-3', 'missing', 'it does not reach the end'],
    [middle, 'bytes=10-', 'missing', 'that it cannot be satisfied is for the origin to say'],
    [middle, null, 'missing', 'the whole is asked for'],
    [middle, 'bytes=4-4, 6-7', ['bytes 4-4/10 from 0 to 1', 'bytes 6-7/10 from 2 to 4'], 'several'],
    [middle, 'bytes=4-4, 8-9', 'missing', 'one of several is not within'],
    [middle, 'bytes=6-7, 4-4', 'missing', 'not in ascending order: the whole is the answer'],
    [end, 'bytes=6-', 'bytes 6-9/10 from 2 to 6', 'to the end'],
    [end, 'bytes=6-99', 'bytes 6-9/10 from 2 to 6', 'past the end'],
    [end, 'bytes=-2', 'bytes 8-9/10 from 4 to 6', 'the end'],
    [end, 'bytes=-6', 'bytes 4-9/10 from 0 to 6', 'all of it'],
    [end, 'bytes=-7', 'missing', 'begins before it'],
    [end, 'bytes=-0', 'missing', 'that it cannot be satisfied is for the origin to say'],
    [all, 'bytes=-20', 'bytes 0-9/10 from 0 to 10', 'RFC 9110 §14.1.2: longer than the representation'],
    [ofUnknown, 'bytes=4-5', 'bytes 4-5/* from 0 to 2', 'within, of an unknown whole'],
    [ofUnknown, 'bytes=5-8', 'missing', 'ends after it, as far as is known'],
    [ofUnknown, 'bytes=4-', 'missing', 'whether it reaches the end is not known'],
    [{ ...ofUnknown, first: 0, length: 8 }, 'bytes=0-', 'missing', 'nor from the first byte on'],
    [ofUnknown, 'bytes=-1', 'missing', 'whether it reaches the end is not known'],
  ])('%j for %j: %j (%s)', (part, range, answer, _case) => {
    expect(satisfied(partial(part), factsOf(range))).toEqual(answer)
  })

  test('and for the Range that it answered, where the length of the whole is not known', () => {
    expect(satisfied(partial(ofUnknown, 'bytes=-4'), factsOf('bytes=-4'))).toBe('all')
    expect(satisfied(partial(middle, 'bytes=4-20'), factsOf('bytes=4-20'))).toBe('missing')
  })

  test('and nothing for HEAD', () => {
    expect(satisfied(partial(all), factsOf('bytes=0-1', undefined, 'HEAD'))).toBe('missing')
  })

  test('and nothing where If-Range does not match: then the whole is asked for', () => {
    expect(satisfied(partial(middle), factsOf('bytes=4-5', '"1"'))).toBe('bytes 4-5/10 from 0 to 2')
    expect(satisfied(partial(middle), factsOf('bytes=4-5', '"2"'))).toBe('missing')
  })
})

describe('a part whose body is not as long as its Content-Range said', () => {
  const short = { first: 4, last: 9, complete: 10, length: 5 }
  const long = { first: 4, last: 9, complete: 10, length: 8 }

  test.each<[Omit<StoredPart, 'range'>, string, string, string]>([
    [short, 'bytes=x', 'all', 'the Range that it answered'],
    [short, 'bytes=6-8', 'bytes 6-8/10 from 2 to 5', 'counted from its first byte'],
    [short, 'bytes=6-', 'bytes 6-8/10 from 2 to 5', 'RFC 9110 §15.3.7: less than was asked for'],
    [short, 'bytes=9-', 'missing', 'nothing of it is there'],
    [short, 'bytes=-1', 'bytes 9-9/10 from 4 to 5', 'counted from its last byte'],
    [short, 'bytes=-6', 'missing', 'more than there is'],
    [short, 'bytes=4-4, 6-6', 'missing', 'several'],
    [long, 'bytes=4-', 'bytes 4-9/10 from 0 to 6', 'no more than its Content-Range said'],
    [long, 'bytes=-6', 'bytes 4-9/10 from 2 to 8', 'counted from its last byte'],
    [long, 'bytes=-7', 'missing', 'begins before it'],
  ])('%j for %j: %j (%s)', (part, range, answer, _case) => {
    const stored = partial(part, range === 'bytes=x' ? 'bytes=1-' : 'bytes=2-')
    expect(satisfied(stored, factsOf(range === 'bytes=x' ? 'bytes=1-' : range))).toBe(answer)
  })
})

test('every excerpt lies within the stored body, in ascending order, and is as long as its range', () => {
  const part = fc
    .record({
      first: fc.nat(8),
      span: fc.integer({ min: 1, max: 8 }),
      rest: fc.option(fc.nat(4)),
      length: fc.nat(10),
    })
    .map(({ first, span, rest, length }) => {
      const last = first + span - 1
      return partial({ first, last, complete: rest === null ? null : last + 1 + rest, length })
    })
  const spec = fc
    .tuple(fc.option(fc.nat(12)), fc.option(fc.nat(12)))
    .map((ends) => ends.map((at) => at ?? '').join('-'))
  const range = fc.array(spec, { minLength: 1, maxLength: 4 }).map((specs) => `bytes=${specs.join()}`)
  fc.assert(
    fc.property(fc.oneof(part, fc.constant(whole)), range, fc.nat(12), (stored, text, length) => {
      const answer = satisfyRange({ facts: factsOf(text), stored, length })
      const excerpts =
        answer.type === 'excerpts' ? answer.excerpts : answer.type === 'excerpt' ? [answer.excerpt] : []
      let reached = 0
      for (const {
        range: { first, last },
        slice,
      } of excerpts) {
        expect(slice.from).toBeGreaterThanOrEqual(reached)
        expect(slice.to).toBeLessThanOrEqual(stored.part?.length ?? length)
        expect(slice.to - slice.from).toBe(last - first + 1)
        expect(last).toBeGreaterThanOrEqual(first)
        reached = slice.to
      }
    }),
    { numRuns: 1000 },
  )
})
