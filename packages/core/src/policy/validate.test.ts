import { describe, expect, test } from '@jest/globals'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { conditionalFields, unconditionalFields } from './validate.ts'

const lastModified = 'Sun, 06 Nov 1994 08:49:37 GMT'

function storedWith(...fields: string[]) {
  const request = { method: 'GET', url: 'http://example.com/', fields: [] }
  const reply = { status: 200, reason: 'OK', fields }
  return createStoredResponse({ request, reply, requestTime: 0, responseTime: 0 }, definePolicy())
}

const conditions = [
  ...['If-Match', '"x"', 'If-None-Match', '"x"', 'If-Modified-Since', lastModified],
  ...['If-Unmodified-Since', lastModified, 'If-Range', '"x"', 'Range', 'bytes=0-1'],
]

describe('unconditionalFields', () => {
  test('takes off the conditions and Range of the client', () => {
    expect(unconditionalFields(['Accept', 'a', ...conditions, 'Cookie', 'c'])).toEqual([
      'Accept',
      'a',
      'Cookie',
      'c',
    ])
  })

  test('gives the same array where there are none', () => {
    const fields = ['Accept', 'a']
    expect(unconditionalFields(fields)).toBe(fields)
  })
})

describe('conditionalFields (RFC 9111 §4.3.1)', () => {
  test.each<[string[], string[]]>([
    [
      ['ETag', '"a"'],
      ['If-None-Match', '"a"'],
    ],
    [
      ['ETag', 'W/"a"'],
      ['If-None-Match', 'W/"a"'],
    ],
    [
      ['Last-Modified', lastModified],
      ['If-Modified-Since', lastModified],
    ],
    [
      ['Last-Modified', lastModified, 'ETag', '"a"'],
      ['If-None-Match', '"a"', 'If-Modified-Since', lastModified],
    ],
    [[], []],
  ])(
    'for a stored response with %j asks with %j instead of the conditions of the client',
    (validators, added) => {
      const fields = ['Accept', 'a', ...conditions]
      expect(conditionalFields(fields, storedWith(...validators))).toEqual(['Accept', 'a', ...added])
    },
  )

  test('leaves its input alone', () => {
    const fields = ['Accept', 'a']
    conditionalFields(fields, storedWith('ETag', '"a"'))
    expect(fields).toEqual(['Accept', 'a'])
  })
})
