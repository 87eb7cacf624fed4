import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { adapters, type AdapterName } from './adapters.ts'
import { justifiedDifferences } from './justified-differences.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios/scenarios.ts'
import { setUp } from './stage.ts'

const names = Object.keys(adapters) as AdapterName[] // the keys of a constant of ours
const rows = scenarios.map((scenario): readonly [string, Scenario] => [scenario.title, scenario])

describe.each(names)('%s', (name) => {
  test.each(rows)('%s', async (title, { expected, options, play }) => {
    const difference = justifiedDifferences.find((one) => one.adapter === name && one.scenario === title)
    const stage = await setUp(name, options)
    try {
      expect(await play(stage)).toEqual(difference === undefined ? expected : difference.seen)
    } finally {
      await stage.strike()
    }
  })
})

describe('the list of differences', () => {
  test.each(justifiedDifferences)('says why: $adapter, $scenario', ({ adapter, scenario, reason, seen }) => {
    const described = scenarios.find(({ title }) => title === scenario)
    expect(described).toBeDefined()
    expect(isDeepStrictEqual(seen, described?.expected)).toBe(false)
    expect(reason).toMatch(/^[A-Z].*\.$/)
    const alike = justifiedDifferences.filter((one) => one.adapter === adapter && one.scenario === scenario)
    expect(alike).toHaveLength(1)
  })

  test('each scenario has a title of its own', () => {
    expect(new Set(scenarios.map(({ title }) => title)).size).toBe(scenarios.length)
  })
})
