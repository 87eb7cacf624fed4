import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { isGood } from './classify.ts'
import { kindOf, suiteTests, type SuiteTest } from './conformance-suite.ts'
import { exemptionOf, readExpectations, runs, type Expectation } from './expectations.ts'
import { decisionsFolder, readDecisions } from './read-decisions.ts'

const { tests, reasons } = readExpectations()
const decisions = readDecisions()
const entries = [...suiteTests.values()].flatMap((one): [SuiteTest, Expectation][] => {
  const expected = tests[one.id]
  return expected === undefined ? [] : [[one, expected]]
})

const idsOf = (wrong: (test: SuiteTest, expected: Expectation) => boolean): string[] =>
  entries.filter(([one, expected]) => wrong(one, expected)).map(([{ id }]) => id)

/** Whether it does not pass somewhere where it is asked. */
const fallsShort = (expected: Expectation): boolean =>
  runs.some((run) => exemptionOf(expected, run) === undefined && !isGood(expected[run]))

describe('the expectations', () => {
  test('know every test of the suite, and no other', () => {
    expect(Object.keys(tests).toSorted()).toEqual([...suiteTests.keys()].toSorted())
  })

  test('name a decision for each required or optimal test that does not pass, and for no other', () => {
    const wrong = idsOf(
      (one, expected) => (kindOf(one) !== 'check' && fallsShort(expected)) !== (expected.adr !== undefined),
    )
    expect(wrong).toEqual([])
  })

  test('name decisions that speak of the test', () => {
    const speaks = (id: string, adr: string): boolean => {
      const file = decisions.get(adr)
      return file !== undefined && readFileSync(new URL(file, decisionsFolder), 'utf8').includes(`\`${id}\``)
    }
    expect(idsOf(({ id }, { adr }) => adr !== undefined && !speaks(id, adr))).toEqual([])
  })

  test('say why for each answer to a check, and for no other', () => {
    expect(idsOf((one, { why }) => (kindOf(one) === 'check') !== (why !== undefined))).toEqual([])
  })

  test('exempt no test that passes', () => {
    const passes = (expected: Expectation): boolean =>
      runs.some((run) => exemptionOf(expected, run) !== undefined && isGood(expected[run]))
    expect(idsOf((_, expected) => passes(expected))).toEqual([])
  })

  test('leave untested what the client leaves out before a proxy, and nothing else', () => {
    expect(idsOf((one, { gateway }) => (gateway === 'untested') !== (one.browser_only === true))).toEqual([])
    expect(idsOf((_, { fetch }) => fetch === 'untested')).toEqual([])
  })

  test('use every reason, and none that is not there', () => {
    const used = Object.values(tests).flatMap(({ why, notForGateway, notForFetch }) =>
      [why, notForGateway, notForFetch].filter((key) => key !== undefined),
    )
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(reasons).toSorted())
  })
})
