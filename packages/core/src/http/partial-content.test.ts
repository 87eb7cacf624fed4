import { expect, test } from '@jest/globals'
import type { ContentRange } from './byte-ranges.ts'
import { contentRangeOf } from './partial-content.ts'

const span = ['Content-Range', 'bytes 5-9/10']
const range: ContentRange = { first: 5, last: 9, complete: 10 }

test.each<[number, string[], ContentRange | null, string]>([
  [206, span, range, 'RFC 9110 §15.3.7.1: a single part'],
  [
    206,
    ['Content-Type', 'text/plain', 'CONTENT-RANGE', 'bytes 5-9/*'],
    { ...range, complete: null },
    '§14.4',
  ],
  [206, [], null, 'RFC 9110 §15.3.7.1: it does not say'],
  [206, ['Content-Range', 'bytes 9-5/10'], null, 'RFC 9110 §14.4: invalid'],
  [206, ['Content-Range', 'bytes 5-9/9'], null, 'RFC 9110 §14.4: invalid'],
  [206, ['Content-Range', 'lines 5-9/10'], null, 'RFC 9110 §14.1: another unit'],
  [206, [...span, ...span], null, 'RFC 9110 §14.4: one, not two'],
  [200, span, null, 'RFC 9110 §14.4: it has no meaning there'],
  [416, ['Content-Range', 'bytes */10'], null, 'RFC 9110 §15.5.17: no part'],
  [206, ['Content-Type', 'multipart/byteranges; boundary=x', ...span], null, 'RFC 9110 §15.3.7.2: several'],
  [206, ['Content-Type', ' Multipart/ByteRanges ;boundary=x', ...span], null, 'RFC 9110 §8.3.1: in any case'],
  [206, ['Content-Type', 'multipart/byteranges', ...span], null, 'RFC 9110 §15.3.7.2: several'],
  [206, ['Content-Type', 'multipart/byteranges-x', ...span], range, 'another type'],
  [206, ['Content-Type', 'multipart/mixed; boundary=x', ...span], range, 'another type'],
])('a %d with %j carries %j (%s)', (...[status, fields, expected]) => {
  expect(contentRangeOf({ status, reason: '', fields })).toEqual(expected)
})
