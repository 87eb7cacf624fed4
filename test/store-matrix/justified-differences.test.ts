import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { scenarios } from '../adapters/scenarios/scenarios.ts'
import { readExpectations } from '../conformance/expectations.ts'
import { conformanceDifferences, scenarioDifferences } from './justified-differences.ts'

const sentence = /^[A-Z].*\.$/

/** Each of them once, and none for memory, which all others are measured by. */
const expectApart = (differences: readonly { readonly kinds: readonly string[] }[]): void => {
  const kinds = differences.flatMap((one) => one.kinds)
  expect(kinds).toHaveLength(new Set(kinds).size)
  expect(kinds).not.toContain('memory')
}

describe('the list of what stores do otherwise says why:', () => {
  test.each(scenarioDifferences)('$scenario', ({ scenario, reason, seen }) => {
    const described = scenarios.find(({ title }) => title === scenario)
    expect(described).toBeDefined()
    expect(isDeepStrictEqual(seen, described?.expected)).toBe(false)
    expect(reason).toMatch(sentence)
    expectApart(scenarioDifferences.filter((one) => one.scenario === scenario))
  })

  test.each(conformanceDifferences)('$test, of the conformance suite', ({ test: id, result, reason }) => {
    const described = readExpectations().tests[id]
    expect(described).toBeDefined()
    expect(result).not.toBe(described?.gateway)
    expect(reason).toMatch(sentence)
    expectApart(conformanceDifferences.filter((one) => one.test === id))
  })
})
