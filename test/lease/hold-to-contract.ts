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
const lanes = 5

/** A test for each case, of what has become of it. */
export function holdToContract(makeAccess: () => Access | Promise<Access>): void {
  let access: Access | undefined
  const cases = leaseContract(() => redisTrial(access?.source ?? { url: '' }), {
    life,
    answerWithin: patience.commandTimeout,
  })
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
  test.each(cases.map(({ name }) => name))('%s', (name) => {
    expect(outcomes.get(name)).toBe('kept')
  })
}
