import { describe, expect, test } from '@jest/globals'
import type { StoredPart } from '../http/stored-response.ts'
import { missingSpan, type MissingSpan } from './stored-span.ts'

const partOf = (changes: Partial<StoredPart>): StoredPart => {
  const { first = 0, last = 4, complete = 10 } = changes
  return { range: '', length: last - first + 1, ...changes, first, last, complete }
}

describe('missingSpan (RFC 9111 §3.3)', () => {
  test.each<[Partial<StoredPart>, MissingSpan | null, string]>([
    [{ first: 0, last: 4 }, { first: 5, last: null }, 'the end is missing'],
    [{ first: 0, last: 8 }, { first: 9, last: null }, 'the last byte is missing'],
    [{ first: 4, last: 9 }, { first: 0, last: 3 }, 'the beginning is missing'],
    [{ first: 1, last: 9 }, { first: 0, last: 0 }, 'the first byte is missing'],
    [{ first: 4, last: 8 }, null, 'both ends are missing'],
    [{ first: 0, last: 9 }, null, 'nothing is missing'],
    [{ complete: null }, null, 'where the whole ends is not known'],
    [{ first: 4, last: 9, complete: null }, null, 'where the whole ends is not known'],
    [{ length: 4 }, null, 'the body is shorter than its Content-Range said'],
    [{ first: 4, last: 9, length: 7 }, null, 'the body is longer than its Content-Range said'],
  ])('of %j: %j (%s)', (changes, missing, _case) => {
    expect(missingSpan(partOf(changes))).toEqual(missing)
  })
})
