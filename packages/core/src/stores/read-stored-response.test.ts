import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { StoredResponse } from '../http/stored-response.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { storedResponseArbitrary } from '../testing/stored-response-arbitrary.ts'
import { readStoredResponse } from './read-stored-response.ts'
import { storedResponseLimits as limits } from './stored-response-guards.ts'

const seed = 20_261

const reread = (value: unknown): StoredResponse | undefined =>
  readStoredResponse(JSON.parse(JSON.stringify(value)))

/** A head with members that no type would allow. */
const headWith = (changes: object): object => ({ ...sampleResponse(), ...changes })

const part = { first: 0, last: 4, complete: 10, length: 5, range: 'bytes=0-4' }
const many = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `n${index}`)
const lines = (count: number): readonly string[] => many(2 * count)

describe('what a store has kept', () => {
  test('comes back as it was, from every head that a cache may have given', () => {
    fc.assert(
      fc.property(storedResponseArbitrary, (response) => {
        expect(reread(response)).toEqual({ ...response })
      }),
      { seed },
    )
  })

  test.each<[string, Partial<StoredResponse>]>([
    ['a part', { status: 206, part }],
    ['a part of a whole that nobody knows the length of', { status: 206, part: { ...part, complete: null } }],
    ['names that objects inherit', { surrogateKeys: ['__proto__', 'constructor', 'toString'] }],
    ['a field named __proto__', { fields: ['__proto__', 'x', 'constructor', 'y'] }],
    ['bytes beyond ASCII', { fields: ['X-Name', 'Gr\u00fc\u00dfe'], reason: 'Sch\u00f6n' }],
    ['a clock that stands before 1970', { requestTime: -1, responseTime: 0.5, date: -1000 }],
    ['the longest durations', { lifetime: 2 ** 31, initialAge: 2 ** 31, staleIfError: 2 ** 31 }],
    ['labels and values of any language', { surrogateKeys: ['\u8a9e'], vary: ['x'], varied: ['\u8a9e'] }],
    ['as many lines as there may be', { fields: lines(limits.fieldLines) }],
    [
      'a date of the last change',
      { lastModified: 'Tue, 14 Nov 2023 22:13:20 GMT', lastModifiedTime: 1_700_000_000_000 },
    ],
  ])('comes back as it was: %s', (_, changes) => {
    expect(reread(sampleResponse(changes))).toEqual(sampleResponse(changes))
  })

  test('comes back without what is no member, as an object of its own', () => {
    const text = JSON.stringify(sampleResponse()).replace('{', '{"__proto__":{"status":500},"more":1,')
    const value: unknown = JSON.parse(text)
    const response = readStoredResponse(value)
    expect(response).toEqual(sampleResponse())
    expect(response).not.toBe(value)
    expect(Object.getPrototypeOf(response)).toBe(Object.prototype)
    expect(Object.keys(response ?? {})).toEqual(Object.keys(sampleResponse()))
  })
})

describe('a head that was tampered with is not believed', () => {
  test.each(Object.keys(sampleResponse()))('without its %s, or with an inherited one', (member) => {
    const { [member as 'status']: own, ...others } = sampleResponse() // one of its members
    expect(readStoredResponse(others)).toBeUndefined()
    expect(readStoredResponse(Object.setPrototypeOf(others, { [member]: own }))).toBeUndefined()
  })

  test.each(Object.keys(sampleResponse()))('with a %s of another type', (member) => {
    for (const value of [{}, [[]], [{}], [1], 'x\u0000', 1e308, { length: 2 ** 40 }, '1'.repeat(70_000)]) {
      expect(readStoredResponse(headWith({ [member]: value }))).toBeUndefined()
    }
  })

  test.each<unknown>([undefined, null, true, 1, 'head', [], {}, [[]], { version: 1 }, () => {}])(
    'when it is %p',
    (value) => {
      expect(readStoredResponse(value)).toBeUndefined()
    },
  )

  test.each<[string, object]>([
    ['of the next version', { version: 2 }],
    ['of a version that looks like this one', { version: '1' }],
    ['with a status that is none', { status: 99 }],
    ['with a status that is no final one', { status: 100 }],
    ['with a status beyond all', { status: 600 }],
    ['with a fraction of a status', { status: 200.5 }],
    ['with a line break in its reason', { reason: 'OK\r\nSet-Cookie: a=b' }],
    ['with a line break in a value', { fields: ['X', '1\r\nSet-Cookie: a=b'] }],
    ['with a bare line feed in a value', { fields: ['X', '1\nY: 2'] }],
    ['with a NUL in a value', { fields: ['X', '1\u0000'] }],
    ['with a character in a value that no connection carries', { fields: ['X', '\u010d\u010a'] }],
    ['with a line break in a name', { fields: ['X: 1\r\nY', '1'] }],
    ['with a blank in a name', { fields: ['X Y', '1'] }],
    ['with an empty name', { fields: ['', '1'] }],
    ['with a name alone', { fields: ['X', '1', 'Y'] }],
    ['with fields in an object', { fields: { 0: 'X', 1: '1', length: 2 } }],
    ['with a value that is none', { fields: ['X', null] }],
    ['with pairs in place of lines', { fields: [['X', '1']] }],
    ['with too many lines', { fields: lines(limits.fieldLines + 1) }],
    ['with lines that are too long', { fields: lines(5).map((piece) => piece.repeat(30_000)) }],
    ['with a framing of its own', { fields: ['Transfer-Encoding', 'chunked'] }],
    ['with a connection of its own', { fields: ['Connection', 'close'] }],
    ['with two lengths', { fields: ['Content-Length', '5', 'content-length', '50'] }],
    ['with a length that is none', { fields: ['Content-Length', '0x5'] }],
    ['with an age of its own', { fields: ['Age', '0'] }],
    ['with selecting names that are not sorted', { vary: ['b', 'a'], varied: [null, null] }],
    ['with a selecting name twice', { vary: ['a', 'a'], varied: [null, null] }],
    ['with a selecting name in upper case', { vary: ['Accept'], varied: [null] }],
    ['with fewer selecting values than names', { vary: ['accept'], varied: [] }],
    ['with more selecting values than names', { vary: [], varied: ['x'] }],
    ['with too many selecting names', { vary: many(257).toSorted(), varied: many(257) }],
    ['with too many labels', { surrogateKeys: many(limits.surrogateKeys + 1) }],
    ['with a label twice', { surrogateKeys: ['a', 'a'] }],
    ['with an empty label', { surrogateKeys: [''] }],
    ['with a line break in a label', { surrogateKeys: ['a\r\nb'] }],
    ['with an escape in its URL', { url: 'https://example.com/\u001b[2J' }],
    ['with a line break in its entity tag', { etag: '"1"\r\nHost: evil' }],
    ['with a line break in its date', { lastModified: 'x\r\ny', lastModifiedTime: 0 }],
    ['with a date that says no time', { lastModified: 'x', lastModifiedTime: null }],
    ['with a time that no date says', { lastModified: null, lastModifiedTime: 0 }],
    ['from the year 10000', { date: 253_402_300_800_000 }],
    ['with an endless lifetime', { lifetime: Number.POSITIVE_INFINITY }],
    ['with no number for a lifetime', { lifetime: Number.NaN }],
    ['with a lifetime beyond all', { lifetime: 2 ** 31 + 1 }],
    ['with an age below zero', { initialAge: -1 }],
    ['with yes for true', { immutable: 'yes' }],
    ['with 1 for true', { sensitive: 1 }],
    ['shared with nobody known', { sharedWith: 'everyone' }],
    ['with a part of a whole response', { part }],
    ['with a part that ends before it begins', { status: 206, part: { ...part, first: 5 } }],
    ['with a part beyond the whole', { status: 206, part: { ...part, complete: 4 } }],
    ['with a part that begins below zero', { status: 206, part: { ...part, first: -1 } }],
    ['with a part of fractions', { status: 206, part: { ...part, length: 4.5 } }],
    ['with a line break in the range of its part', { status: 206, part: { ...part, range: 'a\r\nb' } }],
    ['with half a part', { status: 206, part: { first: 0, last: 4 } }],
  ])('%s', (_, changes) => {
    expect(readStoredResponse(headWith(changes))).toBeUndefined()
  })
})

describe('a body beside a head', () => {
  test.each<[string, Partial<StoredResponse>, number, number]>([
    ['is as long as the head announces', { fields: ['Content-Length', '5'] }, 5, 6],
    ['is as long as the part says', { status: 206, part }, 5, 10],
  ])('%s', (_, changes, right, wrong) => {
    expect(readStoredResponse(sampleResponse(changes), right)).toBeDefined()
    expect(readStoredResponse(sampleResponse(changes), wrong)).toBeUndefined()
  })

  test('is of any length where the head announces none', () => {
    expect(readStoredResponse(sampleResponse(), 12_345)).toBeDefined()
  })
})

/** Any JSON, and what is dear to attackers. */
const hostileJson = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<fc.JsonValue>(
    'a\r\nb: c',
    '\n',
    -1,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    null,
    '__proto__',
    [null],
    [['x']],
    {},
  ),
)

const indexOf = fc.nat({ max: 1000 })

/** One place of a JSON value is given another value. */
function mutated(value: unknown, path: readonly number[], planted: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined || typeof value !== 'object' || value === null) return planted
  const members = Object.entries(value)
  const chosen = members[step % Math.max(members.length, 1)]
  if (chosen === undefined) return planted
  const changed = mutated(chosen[1], rest, planted)
  const others = members.map(([name, own]) => [name, name === chosen[0] ? changed : own] as const)
  return Array.isArray(value) ? others.map(([, own]) => own) : Object.fromEntries(others)
}

test('whatever is changed in a head, it is read without an error, and no field of it breaks a line', () => {
  fc.assert(
    fc.property(
      storedResponseArbitrary,
      fc.array(indexOf, { minLength: 1, maxLength: 3 }),
      hostileJson,
      (response, path, planted) => {
        const value = mutated(JSON.parse(JSON.stringify(response)), path, planted)
        const read = readStoredResponse(value)
        if (read === undefined) return
        const written = [...read.fields, read.reason, read.etag, read.lastModified, read.part?.range]
        expect(written.filter((text) => /[\r\n\0]/.test(text ?? ''))).toEqual([])
        expect(read.vary).toHaveLength(read.varied.length)
        expect(reread(read)).toEqual(read)
      },
    ),
    { seed, numRuns: 1000 },
  )
})
