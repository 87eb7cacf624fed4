import { afterEach, describe, expect, test } from '@jest/globals'
import { eventually } from '../fixtures/eventually.ts'
import { Departure } from './departure.ts'
import { plainReply, validation, whole, type DepartureReply } from './departure-replies.ts'
import { departureStage, endDepartures, expectSettled, type DepartureStage } from './departure-stage.ts'
import { departureWays, type DepartureWay } from './departure-ways.ts'
import { storedOnce, whatIsStored } from './what-is-stored.ts'

let stage: DepartureStage
afterEach(() => endDepartures(stage))

/** While the store is asked. */
const asking = ['leader request.lookup', 'follower request.lookup']

const following = ['leader lookup.obliged', 'follower lookup.joined', 'flight follower.joined']

const storing = [
  'leader reply.store',
  'flight reply.store',
  'follower flight.shared',
  'flight body.done',
  'leader delivery.done',
  'follower delivery.done',
  'flight writer.done',
]

const freshening = [
  'leader reply.freshen',
  'flight reply.freshen',
  'follower flight.landed',
  'follower lookup.fresh',
  'leader delivery.done',
  'follower delivery.done',
]

/** All that happens to a leader, its follower, and their flight. */
const exchanges = [
  { what: 'a reply that is stored', reply: plainReply, transitions: [...asking, ...following, ...storing] },
  {
    what: 'a 304 to what is stored',
    reply: validation,
    transitions: [...asking, ...following, ...freshening],
  },
] as const

type Told = (what: string, departure: Departure) => void

/** Lets a leader and a follower ask, up to the origin. What it returns are the transitions, which are told as they happen. */
const begin = async (way: DepartureWay, reply: DepartureReply, told: Told) => {
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
  return { departure: next, seen }
}

/** The origin answers, not all at once, while everyone reads. What each has got in the end. */
const answer = async (departure: Departure, seen: readonly string[]): Promise<readonly string[]> => {
  departure.sendStart()
  const reading = departure.clients.map((each) => each.whole().catch(() => 'left'))
  await eventually('the flight has its reply', () => seen.some((what) => what.startsWith('flight reply')))
  departure.complete()
  const texts = await Promise.all(reading)
  await expectSettled(stage)
  return texts
}

/** Leaves where the transition is told of: within the cache's own work. */
const leavingAt =
  (transition: string, who: (departure: Departure) => DepartureLeavers): Told =>
  (what, departure) => {
    if (what !== transition) return
    for (const client of who(departure)) client.leave()
  }

type DepartureLeavers = Departure['clients']

describe.each(departureWays)('who $by, on the interpreter "$interpreter",', (way) => {
  describe.each(exchanges)('with $what,', ({ reply, transitions }) => {
    const hasReply = (transition: string) => !asking.includes(transition) && !following.includes(transition)

    test('can do so at these transitions', async () => {
      const { departure, seen } = await begin(way, reply, () => undefined)
      expect(await answer(departure, seen)).toEqual([whole, whole])
      expect(seen.toSorted()).toEqual(transitions.toSorted())
    })

    test.each(transitions)(
      'and leads, at "%s": a follower has it all, which is stored',
      async (transition) => {
        const { departure, seen } = await begin(
          way,
          reply,
          leavingAt(transition, ({ clients }) => clients.slice(0, 1)),
        )
        // Who leaves before the reply is not kept waiting for it.
        if (!hasReply(transition)) await expect(departure.leader.head()).rejects.toHaveProperty('message')
        const [, text] = await answer(departure, seen)
        expect(text).toBe(whole)
        expect(await whatIsStored(departure)).toBe(storedOnce)
      },
    )

    test.each(transitions.slice(1))(
      'and follows, at "%s": the leader has it all, which is stored',
      async (transition) => {
        const { departure, seen } = await begin(
          way,
          reply,
          leavingAt(transition, ({ followers }) => followers),
        )
        if (!hasReply(transition))
          await expect(departure.followers[0]?.head()).rejects.toHaveProperty('message')
        const [text] = await answer(departure, seen)
        expect(text).toBe(whole)
        expect(await whatIsStored(departure)).toBe(storedOnce)
      },
    )

    test.each(transitions.slice(asking.length))(
      'as all others do, at "%s": it is stored',
      async (transition) => {
        const { departure, seen } = await begin(
          way,
          reply,
          leavingAt(transition, ({ clients }) => clients),
        )
        await answer(departure, seen)
        expect(await whatIsStored(departure)).toBe(storedOnce)
      },
    )
  })
})
