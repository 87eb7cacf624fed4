import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { decideReplyFailure } from './reply.ts'
import { readRequestFacts } from './request-facts.ts'
import { mayMaskError } from './stale-if-error.ts'

const responseTime = Date.UTC(2026, 0, 1)

interface Case {
  readonly stored: string
  readonly age: number
  readonly request?: string
  readonly byDefault?: number
}

function failureOf({ stored: cacheControl, age, request: asked, byDefault }: Case) {
  const policy = definePolicy({ staleIfError: byDefault ?? 0 })
  const request = {
    method: 'GET',
    url: 'http://example.com/',
    fields: asked === undefined ? [] : ['Cache-Control', asked],
  }
  const fields = ['Date', formatHttpDate(responseTime), 'Cache-Control', cacheControl]
  const reply = { status: 200, reason: 'OK', fields }
  const stored = createStoredResponse({ request, reply, requestTime: responseTime, responseTime }, policy)
  return { facts: readRequestFacts(request), stored, now: responseTime + age * 1000, policy }
}

describe('mayMaskError (RFC 5861 §4)', () => {
  test.each<[Case, boolean, string]>([
    [{ stored: 'max-age=60, stale-if-error=30', age: 60 }, true, 'inside the window'],
    [{ stored: 'max-age=60, stale-if-error=30', age: 89.999 }, true, 'to its end'],
    [{ stored: 'max-age=60, stale-if-error=30', age: 90 }, false, 'past it'],
    [{ stored: 'max-age=60', age: 60 }, false, 'nobody permits it'],
    [{ stored: 'max-age=60', age: 60, byDefault: 5 }, true, 'by default'],
    [{ stored: 'max-age=60', age: 65, byDefault: 5 }, false, 'past the default'],
    [{ stored: 'max-age=60, stale-if-error=0', age: 60, byDefault: 5 }, false, 'the origin forbids it'],
    [{ stored: 'max-age=60, stale-if-error=9', age: 65, byDefault: 1 }, true, 'the origin permits more'],
    [{ stored: 'max-age=60', age: 65, request: 'stale-if-error=9' }, true, 'the client permits it'],
    [
      { stored: 'max-age=60', age: 65, request: 'stale-if-error=3', byDefault: 9 },
      false,
      'the client limits it',
    ],
    [
      { stored: 'max-age=60, stale-if-error=9', age: 65, request: 'stale-if-error=3' },
      false,
      'the smaller of both',
    ],
    [
      { stored: 'max-age=60, stale-if-error=3', age: 65, request: 'stale-if-error=9' },
      false,
      'the smaller of both',
    ],
    [
      { stored: 'max-age=60, stale-if-error=9', age: 65, request: 'stale-if-error=8' },
      true,
      'the smaller of both',
    ],
    [
      { stored: 'max-age=60, stale-if-error=9', age: 65, request: 'no-cache' },
      true,
      'other directives do not matter',
    ],
    [
      { stored: 'max-age=60, stale-if-error=9', age: 10, request: 'no-cache' },
      true,
      'while it is fresh, with permission',
    ],
    [{ stored: 'max-age=60', age: 10, request: 'no-cache' }, false, 'while it is fresh, without permission'],
    [
      { stored: 'max-age=60, stale-while-revalidate=30', age: 60 },
      false,
      'stale-while-revalidate is another window',
    ],
    [{ stored: 'max-age=60, stale-if-error=9, must-revalidate', age: 65 }, false, 'RFC 9111 §5.2.2.2'],
    [{ stored: 's-maxage=60, stale-if-error=9', age: 65 }, false, 'RFC 9111 §5.2.2.10'],
    [{ stored: 'no-cache, stale-if-error=9', age: 0 }, false, 'RFC 9111 §5.2.2.4'],
    [
      { stored: 'max-age=60, must-revalidate', age: 65, request: 'stale-if-error=9' },
      false,
      'vetoes come first',
    ],
  ])('%j: %j (%s)', (given, expected, _clause) => {
    const failure = failureOf(given)
    expect(mayMaskError(failure)).toBe(expected)
    expect(decideReplyFailure(failure)).toBe(expected ? 'reply.masked' : 'reply.failed')
  })

  test('nothing stored masks nothing', () => {
    const failure = failureOf({ stored: 'max-age=60', age: 0, byDefault: 1000 })
    expect(mayMaskError({ ...failure, stored: null })).toBe(false)
  })
})

test.each<[string[], boolean]>([
  [['Range', 'bytes=1-2'], true],
  [['Range', 'bytes=3-6'], false],
  [[], false],
])(
  'a part masks an error only where it has what is asked for: with %j %s (RFC 9111 §3.3)',
  (fields, masks) => {
    const failure = failureOf({ stored: 'max-age=60, stale-if-error=30', age: 60 })
    const part = { first: 0, last: 4, complete: 10, length: 5, range: 'bytes=0-4' }
    const facts = readRequestFacts({ method: 'GET', url: 'http://example.com/', fields })
    expect(mayMaskError({ ...failure, facts, stored: { ...failure.stored, part } })).toBe(masks)
  },
)
