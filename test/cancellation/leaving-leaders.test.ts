import { afterEach, describe, expect, test } from '@jest/globals'
import { Departure, moments, type Moment } from './departure.ts'
import { departureReplies, whole } from './departure-replies.ts'
import { departureStage, endDepartures, expectSettled, type DepartureStage } from './departure-stage.ts'
import { departureWays } from './departure-ways.ts'
import { storedOnce, whatIsStored } from './what-is-stored.ts'

let stage: DepartureStage
afterEach(() => endDepartures(stage))

/** Some come at the beginning; of many, some come right before the leader leaves. */
const crowds = [
  { title: 'alone', early: 0, late: 0 },
  { title: 'with a follower', early: 1, late: 0 },
  { title: 'with five followers', early: 3, late: 2 },
] as const

/** A leader that is alone before anything was asked leaves nothing behind: there is nothing to store. */
const cases = departureReplies.flatMap((reply) =>
  moments.flatMap((moment) =>
    crowds
      .filter(({ early }) => early > 0 || moment.place !== 'store')
      .map((crowd) => ({ reply, moment, crowd, what: reply.title, when: moment.title, who: crowd.title })),
  ),
)

const leaveAt = async (departure: Departure, { next }: Moment): Promise<void> => {
  if (next === 'tick') departure.complete()
  departure.leader.leave()
  if (next === 'tick') return
  await departure.leaderIsGone()
  await departure.goOn()
  departure.complete()
}

describe.each(departureWays)('a leader that $by, on the interpreter "$interpreter",', (way) => {
  test.each(cases)(
    '$who, leaves $when: followers have all of $what, which is stored, of one request',
    async ({ reply, moment, crowd }) => {
      stage = await departureStage(way)
      const departure = new Departure(stage, reply)
      await departure.bringTo(moment.place, crowd.early)
      await departure.join(crowd.late)
      expect(departure.leaderState).toBe(moment.state)
      const read = departure.followers.map((client) => client.whole())
      await leaveAt(departure, moment)
      expect(await Promise.all(read)).toEqual(read.map(() => whole))
      await expectSettled(stage)
      expect(await whatIsStored(departure)).toBe(storedOnce)
    },
  )
})
