import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { sampleTransaction } from '../testing/sample-transaction.ts'
import type { Answer } from './answer.ts'
import { metadataOf } from './metadata.ts'

const responseTime = 1_700_000_000_000
const now = responseTime + 20_000
const stored = sampleResponse({ responseTime, initialAge: 0, lifetime: 60, surrogateKeys: ['a'] })
const answer: Answer = {
  head: { status: 200, reason: 'OK', fields: ['Surrogate-Key', 'b'] },
  body: 'stored',
  cut: null,
  source: 'stored',
  maskedError: undefined,
  stored,
}

describe('what is told of a response', () => {
  test('that comes from the store is its age and what is left of its lifetime', () => {
    const told = metadataOf(
      sampleTransaction('delivering'),
      { verdict: { type: 'lookup.fresh' }, answer },
      now,
    )
    expect(told).toEqual({
      outcome: 'hit.fresh',
      cached: true,
      stale: false,
      age: 20,
      ttl: 40,
      surrogateKeys: ['a'],
      waited: false,
      role: 'client',
    })
  })

  test('is that it is stale, once its lifetime is over', () => {
    const verdict = { type: 'lookup.stale', refresh: 'none' } as const
    const at = (seconds: number) =>
      metadataOf(sampleTransaction('delivering'), { verdict, answer }, responseTime + seconds * 1000)
    expect(at(59)).toMatchObject({ stale: false, ttl: 1 })
    expect(at(60)).toMatchObject({ stale: true, ttl: 0 })
    expect(at(75)).toMatchObject({ stale: true, ttl: -15, age: 75 })
  })

  test('that is passed on is what its own fields say, and no age', () => {
    const passed: Answer = { ...answer, source: 'origin', stored: null }
    const transaction = sampleTransaction('delivering')
    transaction.waitedSince = responseTime
    const told = metadataOf(transaction, { verdict: { type: 'reply.received' }, answer: passed }, now)
    expect(told).toMatchObject({
      outcome: 'pass',
      cached: false,
      stale: false,
      surrogateKeys: ['b'],
      waited: true,
    })
    expect([told.age, told.ttl]).toEqual([undefined, undefined])
  })

  test('is nothing where the verdict gives no answer', () => {
    const told = () =>
      metadataOf(sampleTransaction('delivering'), { verdict: { type: 'delivery.done' }, answer }, now)
    expect(told).toThrow('delivery.done gives no client an answer')
  })
})
