import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { ageOf, answeredBy, labelsOf } from './metadata.ts'

const responseTime = 1_700_000_000_000
const stored = sampleResponse({ responseTime, initialAge: 2, surrogateKeys: ['a'] })

describe('what is told of a response', () => {
  test('is its age, where it is stored', () => {
    expect([ageOf(stored, responseTime + 20_000), ageOf(null, responseTime)]).toEqual([22, undefined])
  })

  test('is its labels: those that it is stored with, or those of its own fields', () => {
    const fields = ['Surrogate-Key', 'b']
    expect([labelsOf(stored, fields), labelsOf(null, fields)]).toEqual([['a'], ['b']])
  })

  test('is what happened to the request, as the event says', () => {
    const isUp = { store: 'up' } as const
    expect(answeredBy('lookup.fresh', isUp)).toBe('hit.fresh')
    expect(() => answeredBy('delivery.done', isUp)).toThrow('delivery.done gives no client an answer')
    // What is not stored as the store is down says nothing of the response.
    const declined = (['up', 'down'] as const).map((store) => answeredBy('reply.decline', { store }))
    expect(declined).toEqual(['uncacheable', 'pass'])
  })
})
