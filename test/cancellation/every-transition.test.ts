import { afterEach, describe, expect, test } from '@jest/globals'
import { eventually } from '../fixtures/eventually.ts'
import { Departure } from './departure.ts'
import { plainReply, validation, whole, type DepartureReply } from './departure-replies.ts'
import { departureStage, endDepartures, expectSettled, type DepartureStage } from './departure-stage.ts'
import { departureWays, type DepartureWay } from './departure-ways.ts'
import { storedOnce, whatIsStored } from './what-is-stored.ts'

let stage: DepartureStage
afterEach(() => endDepartures(stage))

/** All that happens, in its order, to a leader, its follower, and their flight. */
const storing = [] as const

const freshening = [] as const

const exchanges = [
  { what: 'a reply that is stored', reply: plainReply, transitions: storing },
  { what: 'a 304 to what is stored', reply: validation, transitions: freshening },
] as const

interface Watched {
  readonly departure: Departure
  readonly seen: readonly string[]
}

/** Lets a leader and a follower ask, and tells of each transition of theirs while it happens. */
const watch = async (
  way: DepartureWay,
  reply: DepartureReply,
  told: (what: string, departure: Departure) => void,
): Promise<Watched> => {
  const seen: string[] = []
  const ids: number[] = []
  let departure: Departure | undefined
  const see = (what: string): void => {
    if (departure === undefined) return
    seen.push(what)
    told(what, departure)
  }
  stage = await departureStage(way, {
    onTransition: ({ transaction, event }) => {
      if (departure !== undefined && !ids.includes(transaction)) ids.push(transaction)
      see(`${['leader', 'follower'][ids.indexOf(transaction)]} ${event}`)
    },
    onFlightTransition: ({ event }) => {
      see(`flight ${event}`)
    },
  })
  const next = new Departure(stage, reply)
  await next.prepare()
  departure = next
  await next.bringTo('store', 1)
  await next.goOn()
  next.sendStart()
  const answered = reply.status === 304 ? 'flight reply.freshen' : 'flight reply.store'
  await eventually('the flight has its reply', () => seen.includes(answered))
  next.complete()
  return { departure: next, seen }
}

describe.each(departureWays)('of one that $by, on the interpreter "$interpreter",', (way) => {
  describe.each(exchanges)('with $what,', ({ reply, transitions }) => {
    test('all transitions are known', async () => {
      const { departure, seen } = await watch(way, reply, () => undefined)
      await Promise.all(departure.clients.map((each) => each.whole()))
      await expectSettled(stage)
      expect(seen).toEqual(transitions)
    })
  })
})
