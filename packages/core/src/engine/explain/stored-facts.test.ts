import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../../testing/sample-response.ts'
import { isSensitiveField } from './sensitive-fields.ts'
import { knownLength, shownVary } from './stored-facts.ts'

describe('what is shown of a stored response', () => {
  test('is the length of its body, as far as its head tells it', () => {
    const part = { first: 0, last: 4, complete: 10, length: 5, range: 'bytes=0-4' }
    expect(knownLength(sampleResponse({ fields: ['Content-Length', '12'] }))).toBe(12)
    expect(knownLength(sampleResponse())).toBeNull()
    expect(knownLength(sampleResponse({ part }))).toBe(5)
  })

  test('is what it was selected by, but for what may be secret', () => {
    const stored = sampleResponse({ vary: ['accept', 'cookie', 'x-tone'], varied: ['*/*', 'id=1', null] })
    expect(shownVary(stored)).toEqual([
      { name: 'accept', value: '*/*' },
      { name: 'cookie', value: null },
      { name: 'x-tone', value: null },
    ])
  })

  test.each([
    ...['Authorization', 'proxy-authorization', 'Cookie', 'set-cookie', 'X-Api-Key', 'X-Auth-Token'],
    ...['X-CSRF', 'X-Amz-Signature', 'X-Session-Id', 'Client-Secret'],
  ])('takes %s for a field that may be secret', (name) => {
    expect(isSensitiveField(name)).toBe(true)
  })

  test.each(['Accept', 'Accept-Language', 'Accept-Encoding', 'Origin', 'User-Agent', 'X-Forwarded-Proto'])(
    'takes %s for one that is not',
    (name) => {
      expect(isSensitiveField(name)).toBe(false)
    },
  )
})
