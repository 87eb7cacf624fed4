import { describe, expect, test } from '@jest/globals'
import { createStoredResponse } from './create-stored.ts'
import { currentAge, initialAge, timeToLive } from './current-age.ts'
import { definePolicy } from './default-policy.ts'

const responseTime = Date.UTC(2026, 0, 1)

function storedWith(age: number, maxAge: number) {
  const reply = {
    status: 200,
    reason: 'OK',
    fields: ['Age', String(age), 'Cache-Control', `max-age=${maxAge}`],
  }
  const request = { method: 'GET', url: 'http://example.com/', fields: [] }
  return createStoredResponse({ request, reply, requestTime: responseTime, responseTime }, definePolicy())
}

describe('initialAge (RFC 9111 §4.2.3)', () => {
  const none = { age: 0, date: responseTime, requestTime: responseTime, responseTime }

  test.each<[Partial<typeof none>, number, string]>([
    [{}, 0, 'just made'],
    [{ age: 10 }, 10, 'age_value'],
    [{ date: responseTime - 7000 }, 7, 'apparent_age'],
    [{ date: responseTime + 7000 }, 0, 'a Date in the future counts as no age'],
    [{ requestTime: responseTime - 3000 }, 3, 'response_delay'],
    [{ age: 10, requestTime: responseTime - 3000 }, 13, 'corrected_age_value = age_value + response_delay'],
    [{ age: 10, requestTime: responseTime - 3000, date: responseTime - 20_000 }, 20, 'the greater of both'],
    [{ age: 30, requestTime: responseTime - 3000, date: responseTime - 20_000 }, 33, 'the greater of both'],
    [{ requestTime: responseTime + 5000 }, 0, 'a clock that was set back in between'],
    [{ date: responseTime - 999 }, 0, 'rounded down'],
    [{ age: 2_147_483_648, requestTime: responseTime - 3000 }, 2_147_483_648, 'RFC 9111 §1.2.2: saturates'],
  ])('of %j is %d: %s', (facts, expected, _case) => {
    expect(initialAge({ ...none, ...facts })).toBe(expected)
  })
})

describe('currentAge and timeToLive', () => {
  test.each([
    [0, 60, 0, 0, 60],
    [0, 60, 999, 0, 60],
    [0, 60, 1000, 1, 59],
    [0, 60, 59_999, 59, 1],
    [0, 60, 60_000, 60, 0],
    [10, 60, 55_000, 65, -5],
    [10, 60, -1, 10, 50],
    [10, 60, -100_000, 10, 50],
    [2_147_483_648, 0, 100_000, 2_147_483_648, -2_147_483_648],
  ])(
    'with Age %d and max-age %d, after %d ms: age %d, time to live %d',
    (...[age, maxAge, elapsed, current, ttl]) => {
      const stored = storedWith(age, maxAge)
      expect(currentAge(stored, responseTime + elapsed)).toBe(current)
      expect(timeToLive(stored, responseTime + elapsed)).toBe(ttl)
    },
  )
})
