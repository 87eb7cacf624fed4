import { describe, expect, test } from '@jest/globals'
import type { StoredPart } from '../http/stored-response.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { evidenceOf, type Evidence } from './evidence.ts'

const one = 'Tue, 14 Nov 2023 00:00:00 GMT'
const other = 'Tue, 14 Nov 2023 00:00:01 GMT'
const both = { etag: '"1"', lastModified: one }
const part: StoredPart = { first: 0, last: 4, complete: 10, length: 5, range: '' }

interface Held {
  readonly etag?: string | null
  readonly lastModified?: string
  readonly fields?: string[]
  readonly part?: StoredPart
}

describe('evidenceOf (RFC 9111 §4.3.5)', () => {
  test.each<[Held, string[], number | undefined, Evidence, string]>([
    [both, ['ETag', '"1"', 'Last-Modified', one], undefined, 'agrees', 'both are equal'],
    [both, ['ETag', '"1"'], undefined, 'agrees', 'the one that was received'],
    [both, ['Last-Modified', one], undefined, 'agrees', 'the one that was received'],
    [both, ['ETag', 'W/"1"'], undefined, 'agrees', 'one was weakened on the way'],
    [both, ['ETag', '"2"'], undefined, 'disagrees', 'another tag'],
    [both, ['Last-Modified', other], undefined, 'disagrees', 'another date'],
    [both, ['ETag', '"1"', 'Last-Modified', other], undefined, 'disagrees', 'any that was received'],
    [both, ['ETag', '"2"', 'Last-Modified', one], undefined, 'disagrees', 'any that was received'],
    [{ etag: null }, ['ETag', '"1"'], undefined, 'disagrees', 'no stored tag'],
    [{ etag: '"1"' }, ['Last-Modified', one], undefined, 'disagrees', 'no stored date'],
    [both, ['ETag', 'x"'], undefined, 'none', 'no tag at all'],
    [both, [], undefined, 'none', 'no validator'],
    [{ fields: ['Content-Length', '10'] }, [], 10, 'none', 'another content may be as long'],
    [{ fields: ['Content-Length', '10'] }, [], 11, 'disagrees', 'another length'],
    [{ fields: ['Content-Length', '10'] }, ['ETag', '"1"'], 10, 'agrees', 'all are equal'],
    [{ fields: ['Content-Length', '10'] }, ['ETag', '"1"'], 11, 'disagrees', 'another length'],
    [{ fields: [] }, ['ETag', '"1"'], 11, 'agrees', 'the stored length is not known'],
    [{ part, fields: ['Content-Length', '5'] }, ['ETag', '"1"'], 10, 'agrees', 'that of the whole'],
    [{ part, fields: ['Content-Length', '5'] }, ['ETag', '"1"'], 5, 'disagrees', 'that of the part'],
    [
      { part: { ...part, complete: null } },
      ['ETag', '"1"'],
      5,
      'agrees',
      'the length of the whole is not known',
    ],
  ])('%j against %j and %s bytes: %s (%s)', (...[held, fields, length, expected]) => {
    expect(evidenceOf(sampleResponse(held), fields, length)).toBe(expected)
  })
})
