import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { staleAt } from './stale-at.ts'

const responseTime = 1_700_000_000_000
const stored = sampleResponse({ responseTime, initialAge: 5, lifetime: 60, staleWhileRevalidate: 30 })

describe('a response made stale', () => {
  test('has lived for as long as it is old, and keeps its windows', () => {
    expect(staleAt(stored, responseTime + 10_000)).toEqual({ ...stored, lifetime: 15 })
  })

  test('that was stale before is as stale as it was', () => {
    expect(staleAt(stored, responseTime + 100_000)).toBe(stored)
  })
})
