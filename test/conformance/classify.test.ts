import { describe, expect, test } from '@jest/globals'
import { classify, type Result } from './classify.ts'
import type { Kind } from './conformance-suite.ts'
import type { Finding } from './run-suite.ts'

describe('classify', () => {
  test.each<[Kind | undefined, Finding | undefined, Result]>([
    [undefined, true, 'pass'],
    ['required', true, 'pass'],
    ['optimal', true, 'pass'],
    ['check', true, 'yes'],
    [undefined, ['Assertion', 'it was not'], 'fail'],
    ['optimal', ['Assertion', 'it was not'], 'fail'],
    ['check', ['Assertion', 'it was not'], 'no'],
    ['required', ['TypeError', 'fetch failed'], 'fail'],
    ['check', ['TypeError', 'fetch failed'], 'no'],
    ['required', ['Setup', 'it did not come to that'], 'setup'],
    ['check', ['Setup', 'it did not come to that'], 'setup'],
    ['required', ['Setup', 'retry'], 'retry'],
    ['required', undefined, 'untested'],
  ])('of a test that is %s, found %j: %s', (kind, finding, result) => {
    const one = { id: 'one', name: 'One', ...(kind === undefined ? {} : { kind }) }
    expect(classify(one, finding === undefined ? {} : { one: finding })).toBe(result)
  })

  const needs = { id: 'one', name: 'One', depends_on: ['freshness-max-age', 'freshness-none'] }

  test.each<[Finding | undefined, Result]>([
    [true, 'pass'],
    [['Assertion', 'it was not'], 'dependency'],
    [['Setup', 'it did not come to that'], 'dependency'],
    [undefined, 'dependency'],
  ])('of a test that builds on another, found %j there: %s', (finding, result) => {
    const found = { one: true, 'freshness-max-age': true } as const
    const findings = finding === undefined ? found : { ...found, 'freshness-none': finding }
    expect(classify(needs, findings)).toBe(result)
  })

  test('of a test that builds on what the suite does not have: refused', () => {
    const lost = { id: 'one', name: 'One', depends_on: ['nothing-of-that-name'] }
    expect(() => classify(lost, { one: true })).toThrow('nothing-of-that-name')
  })
})
