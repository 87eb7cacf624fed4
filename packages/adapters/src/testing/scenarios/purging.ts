import type { PurgeTarget } from '@cachechart/core'
import type { AdapterScenario } from '../adapter/scenario.ts'
import type { AdapterStage } from '../adapter/adapter-stage.ts'
import { oneWith, two } from './replies.ts'

const targets: readonly (readonly [by: string, (stage: AdapterStage) => PurgeTarget])[] = [
  ['url', (stage) => ({ url: stage.front.urlOf('/') })],
  ['surrogateKey', () => ({ surrogateKey: 'label' })],
  ['all', () => ({ all: true })],
]

const labelled = {
  ...oneWith('stale-while-revalidate=600'),
  headers: { ...oneWith('stale-while-revalidate=600').headers, 'Surrogate-Key': 'label other' },
}

/** What is removed, or made stale, by hand. */
export const purging: readonly AdapterScenario[] = targets.flatMap(
  ([by, targetOf]): readonly AdapterScenario[] => [
    {
      title: `a purge by ${by} removes what is stored`,
      expected: [1, '200 two', 2],
      async play(stage) {
        stage.origin.plan(labelled, two)
        await stage.line()
        const { purged } = await stage.cache.purge(targetOf(stage))
        return [purged, await stage.line(), stage.origin.seen.length]
      },
    },
    {
      title: `a soft purge by ${by} makes it stale, and leaves its windows open`,
      expected: [1, '200 one', '"1"', '200 two'],
      async play(stage) {
        stage.origin.plan(labelled, two)
        await stage.line()
        const { purged } = await stage.cache.purge({ ...targetOf(stage), soft: true })
        const stale = await stage.line()
        await stage.settle()
        return [purged, stale, stage.heard('if-none-match'), await stage.line()]
      },
    },
    {
      title: `a purge by ${by} keeps what was asked for before it from being stored as fresh`,
      expected: ['200 one', '200 two'],
      async play(stage) {
        const early = stage.line()
        const call = await stage.origin.next()
        await stage.cache.purge(targetOf(stage))
        call.reply(labelled)
        const line = await early
        stage.origin.plan(two)
        return [line, await stage.line()]
      },
    },
  ],
)
