import { eventually } from '../../fixtures/eventually.ts'
import type { Reply } from '../origin/origin-call.ts'
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

/** Some seconds later the same is asked for again, and the origin would answer like this. */
const later =
  (seconds: number, reply: Reply | 'down') =>
  (stage: Stage): Promise<unknown> => {
    stage.clock.pass(seconds)
    stage.origin.plan(reply)
    return stage.line()
  }

/** Something else is asked for, and the origin answers like this. */
const elsewhere =
  (reply: Reply | 'down') =>
  (stage: Stage): Promise<unknown> => {
    stage.origin.plan(reply)
    return stage.line('/other')
  }

const outcomes: readonly (readonly [outcome: string, (stage: Stage) => Promise<unknown>])[] = [
  ['hit.fresh', (stage) => stage.line()],
  ['hit.stale', later(70, validated)],
  ['hit.masked', later(100, 'down')],
  ['revalidated', later(100, validated)],
  [
    'pass',
    (stage) => {
      stage.says.overrides = { pass: true }
      stage.origin.plan(two)
      return stage.line()
    },
  ],
  ['uncacheable', elsewhere({ headers: { 'Cache-Control': 'no-store' }, body: 'two' })],
  ['unsatisfied', (stage) => stage.line('/other', { headers: { 'Cache-Control': 'only-if-cached' } })],
  ['error', elsewhere('down')],
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
      await eventually('both wait', () => stage.cache.ledger().followers.taken === 2)
      leaving.abort()
      await eventually('one has left', () => stage.cache.ledger().clients.discharged === 1)
      call.reply(one)
      await Promise.all([leading, ...following])
      return counted(stage)
    },
  },
]
