import { describe, expect, test } from '@jest/globals'
import { isSafeMethod } from './safe-methods.ts'

describe('isSafeMethod (RFC 9110 §9.2.1)', () => {
  test.each(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PRI', 'PROPFIND', 'QUERY', 'REPORT', 'SEARCH'])(
    '%s is',
    (method) => {
      expect(isSafeMethod(method)).toBe(true)
    },
  )

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'LOCK', 'get', 'X-NEW', ''])(
    '%j is not known to be',
    (method) => {
      expect(isSafeMethod(method)).toBe(false)
    },
  )
})
