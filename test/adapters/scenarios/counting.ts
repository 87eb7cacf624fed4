import { eventually } from '../../fixtures/eventually.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import { one, oneWith, two, validated } from './replies.ts'

/** What has been counted since: only what is not 0. */
const counted = async (stage: Stage): Promise<object> => {
  await stage.settle()
  return Object.fromEntries(Object.entries(stage.cache.counters()).filter(([, count]) => count > 0))
}

const storeOne = async (stage: Stage): Promise<void> => {
  stage.origin.plan(oneWith('stale-while-revalidate=20, stale-if-error=600'))
  await stage.line()
}

const outcomes: readonly (readonly [outcome: string, (stage: Stage) => Promise<unknown>])[] = [
  ['hit.fresh', (stage) => stage.line()],
  [
    'hit.stale',
    (stage) => {
      stage.clock.pass(70)
      stage.origin.plan(validated)
      return stage.line()
    },
  ],
  [
    'hit.masked',
    (stage) => {
      stage.clock.pass(100)
      stage.origin.plan('down')
      return stage.line()
    },
  ],
  [
    'revalidated',
    (stage) => {
      stage.clock.pass(100)
      stage.origin.plan(validated)
      return stage.line()
    },
  ],
  [
    'pass',
    (stage) => {
      stage.says.overrides = { pass: true }
      stage.origin.plan(two)
      return stage.line()
    },
  ],
  [
    'uncacheable',
    (stage) => {
      stage.origin.plan({ headers: { 'Cache-Control': 'no-store' }, body: 'two' })
      return stage.line('/other')
    },
  ],
  ['unsatisfied', (stage) => stage.line('/other', { headers: { 'Cache-Control': 'only-if-cached' } })],
  [
    'error',
    (stage) => {
      stage.origin.plan('down')
      return stage.line('/other')
    },
  ],
]

/** How requests have ended, as the cache counts it. */
export const counting: readonly Scenario[] = [
  ...outcomes.map(([outcome, meet]): Scenario => ({
    title: `${outcome} is counted once`,
    expected: { 'miss.leader': 1, [outcome]: 1 },
    async play(stage) {
      await storeOne(stage)
      await meet(stage)
      return counted(stage)
    },
  })),
  {
    title: 'those who wait and those who leave are counted',
    expected: { 'miss.leader': 1, 'miss.follower': 1, abandoned: 1 },
    async play(stage) {
      const leaving = new AbortController()
      const leading = stage.line()
      const call = await stage.origin.next()
      const following = [stage.line(), stage.line('/', { signal: leaving.signal })]
      await eventually('all wait', () => stage.cache.inFlight().length === 3)
      leaving.abort()
      await eventually('one has left', () => stage.cache.ledger().clients.discharged === 1)
      call.reply(one)
      await Promise.all([leading, ...following])
      return counted(stage)
    },
  },
]
