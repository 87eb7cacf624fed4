import { describe, expect, test } from '@jest/globals'
import { adapters, adapterStage, type AdapterName } from './adapter-stage.ts'
import { cachingScenarios } from './caching-scenarios.ts'
import { justifiedDifferences } from './justified-differences.ts'
import { saidScenarios } from './said-scenarios.ts'
import type { Scenario } from './scenario.ts'
import { streamScenarios } from './stream-scenarios.ts'

const scenarios: readonly Scenario[] = [...cachingScenarios, ...streamScenarios, ...saidScenarios]

const isDifferent = (adapter: AdapterName, { title }: Scenario): boolean =>
  justifiedDifferences.some((known) => known.adapter === adapter && known.scenario === title)

const play = async (adapter: AdapterName, { origin, options, run }: Scenario): Promise<void> => {
  let count = 0
  const stage = await adapterStage(
    adapter,
    (request, response) => {
      origin(request, response, (count += 1))
    },
    options,
  )
  try {
    await run(stage)
  } finally {
    await stage.strike()
  }
}

describe.each(adapters)('the adapter %s', (adapter) => {
  const alike = scenarios.filter((scenario) => !isDifferent(adapter, scenario))

  test.each(alike.map((scenario) => [scenario.title, scenario] as const))('%s', async (_title, scenario) => {
    await expect(play(adapter, scenario)).resolves.toBeUndefined()
  })
})

describe('a difference that is justified', () => {
  test.each(justifiedDifferences.map((each) => [each.adapter, each.scenario] as const))(
    'is one: %s does otherwise than %s',
    async (adapter, title) => {
      const scenario = scenarios.find((each) => each.title === title)
      if (scenario === undefined) throw new Error(`there is no scenario "${title}"`)
      await expect(play(adapter, scenario)).rejects.toBeDefined()
    },
  )

  test('is listed once', () => {
    const names = justifiedDifferences.map(({ adapter, scenario }) => `${adapter}: ${scenario}`)
    expect(new Set(names).size).toBe(names.length)
  })
})
