import { afterEach, describe, expect, test } from '@jest/globals'
import { Departure, moments } from './departure.ts'
import { departureReplies, plainReply } from './departure-replies.ts'
import { departureStage, endDepartures, expectSettled, type DepartureStage } from './departure-stage.ts'
import { departureWays } from './departure-ways.ts'
import { storedOnce, whatIsStored } from './what-is-stored.ts'

let stage: DepartureStage
afterEach(() => endDepartures(stage))

const inOrder = ({ clients }: Departure) => clients
const leaderLast = ({ leader, followers }: Departure) => [...followers, leader]

const crowds = [
  { title: 'the only client', followers: 0, leaving: inOrder },
  { title: 'a leader, and then its follower', followers: 1, leaving: inOrder },
  { title: 'five followers, and then their leader', followers: 5, leaving: leaderLast },
] as const

/** Before the store has answered nothing was begun, and nothing is to be finished. */
const begun = moments.filter(({ place }) => place !== 'store')

const cases = departureReplies.flatMap((reply) =>
  begun.flatMap((moment) =>
    crowds.map((crowd) => ({
      reply,
      moment,
      crowd,
      what: reply.title,
      when: moment.title,
      who: crowd.title,
    })),
  ),
)

describe.each(departureWays)('when everyone $by, on the interpreter "$interpreter",', (way) => {
  test.each(cases)(
    '$who, $when: $what is stored all the same, of one request',
    async ({ reply, moment, crowd }) => {
      stage = await departureStage(way)
      const departure = new Departure(stage, reply)
      await departure.bringTo(moment.place, crowd.followers)
      if (moment.next === 'tick') departure.complete()
      for (const client of crowd.leaving(departure)) client.leave()
      await departure.allAreGone()
      if (moment.next === 'later') {
        await departure.goOn()
        departure.complete()
      }
      await expectSettled(stage)
      expect(await whatIsStored(departure)).toBe(storedOnce)
    },
  )

  test.each(crowds)(
    '$title, while the store is asked: nothing was begun, and nothing is',
    async ({ followers, leaving }) => {
      stage = await departureStage(way)
      const departure = new Departure(stage, plainReply)
      await departure.bringTo('store', followers)
      for (const client of leaving(departure)) client.leave()
      await departure.allAreGone()
      stage.store.release('get')
      await expectSettled(stage)
      expect(departure.asked).toEqual([])
    },
  )
})
