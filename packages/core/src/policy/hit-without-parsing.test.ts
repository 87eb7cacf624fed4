import { describe, expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { definePolicy } from './default-policy.ts'
import { isNotModified } from './precondition.ts'
import { readRequestFacts } from './request-facts.ts'
import { decideReuse } from './reuse.ts'
import { satisfyRange } from './satisfy-range.ts'
import { selectVariant } from './select-variant.ts'
import { mayMaskError } from './stale-if-error.ts'

const now = 1_700_000_030_000

/** A stored response whose fields nobody may look at. */
function sealed(changes: Partial<StoredResponse>): StoredResponse {
  const stored = sampleResponse({ lastModified: 'Mon, 13 Nov 2023 00:00:00 GMT', ...changes })
  return Object.defineProperty(stored, 'fields', {
    get: () => {
      throw new Error('the fields of a stored response were looked at')
    },
  })
}

const requests: readonly (readonly string[])[] = [
  [],
  ['Cache-Control', 'max-age=0, max-stale=60, min-fresh=5'],
  ['Cache-Control', 'no-cache'],
  ['Cache-Control', 'only-if-cached'],
  ['Authorization', 'Basic x', 'Cookie', 'a=b'],
  ['If-None-Match', '"1", W/"2"'],
  ['If-Modified-Since', 'Tue, 14 Nov 2023 00:00:00 GMT'],
  ['Range', 'bytes=0-4'],
  ['Range', 'bytes=0-4', 'If-Range', '"1"'],
  ['Range', 'bytes=0-4', 'If-Range', 'Mon, 13 Nov 2023 00:00:00 GMT'],
  ['Accept-Language', 'DE;q=0.50, en'],
]

const responses: readonly StoredResponse[] = [
  sealed({}),
  sealed({ lifetime: 0, staleWhileRevalidate: 600, staleIfError: 600 }),
  sealed({ lifetime: 0, mustNotBeStale: true }),
  sealed({ mustValidate: true, immutable: true }),
  sealed({ vary: ['accept-language'], varied: ['de;q=0.5, en'] }),
  sealed({ status: 206, part: { first: 0, last: 9, complete: 20, length: 10, range: 'bytes=0-9' } }),
]

describe('a lookup', () => {
  test.each([true, false])(
    'is judged without a look at the fields of what is stored: shared %j',
    (shared) => {
      const policy = definePolicy({ shared })
      for (const fields of requests) {
        const request = { method: 'GET', url: 'http://example.com/', fields }
        const facts = readRequestFacts(request)
        for (const stored of responses) {
          expect(() => {
            selectVariant(request, [{ response: stored }])
            decideReuse({ facts, stored, variants: 'some', mode: 'default', waitedSince: null, now, policy })
            isNotModified(facts, stored, now)
            satisfyRange({ facts, stored, length: 10 })
            mayMaskError({ facts, stored, now, policy })
          }).not.toThrow()
        }
      }
    },
  )

  test('would be seen to look', () => {
    expect(() => sealed({}).fields).toThrow('the fields of a stored response were looked at')
  })
})
