import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { RedisSource } from '@cachechart/adapters/redis'
import { leaseContract } from '@cachechart/core/testing'
import { life, patience, redisTrial } from './redis-trial.ts'

/** A way to a server, and the end of it. */
interface Access {
  readonly source: RedisSource
  readonly end: () => unknown
}

/** As many cases run at the same time: what they do most is to wait until leases run out. */
const lanes = 8

/** What a client could do otherwise than another. */
const spotChecks: readonly string[] = [
  'one holder at a time: whoever asks while somebody has it must wait, in the same process, too',
  'what was released can be had again, with a greater token each time',
  'keys and variants have leases of their own, whatever their names are',
  'what is released while somebody asks is not missed by them, round after round',
  'close() releases what is held: others are told long before it would run out, and have it',
  'after close() nothing is granted, and to release or to leave is safe',
]

/** A test for each case, or for those by which clients could differ, of what has become of it. */
export function holdToContract(
  makeAccess: () => Access | Promise<Access>,
  extent: 'all' | 'spot checks',
): void {
  let access: Access | undefined
  const all = leaseContract(() => redisTrial(access?.source ?? { url: '' }), {
    life,
    answerWithin: patience.commandTimeout,
  })
  const cases = all.filter(({ name }) => extent === 'all' || spotChecks.includes(name))
  const outcomes = new Map<string, unknown>()
  const runLane = async (lane: number): Promise<void> => {
    for (const [index, { name, run }] of cases.entries()) {
      if (index % lanes !== lane) continue
      const outcome = await run().then(
        () => 'kept',
        (error: unknown) => error,
      )
      outcomes.set(name, outcome)
    }
  }
  beforeAll(async () => {
    access = await makeAccess()
    await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)))
  })
  afterAll(async () => {
    await access?.end()
  })
  test.each(extent === 'all' ? cases.map(({ name }) => name) : spotChecks)('%s', (name) => {
    expect(outcomes.get(name)).toBe('kept')
  })
}
