import { afterEach, describe, expect, test } from '@jest/globals'
import type { AbortPolicy } from '@cachechart/core'
import { eventually } from '../fixtures/eventually.ts'
import type { DepartingClient } from './departing-client.ts'
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

/** All that happens to a leader, its followers, and their flight. */
const exchanges = [
  { what: 'a reply that is stored', reply: plainReply, transitions: [...asking, ...following, ...storing] },
  {
    what: 'a 304 to what is stored',
    reply: validation,
    transitions: [...asking, ...following, ...freshening],
  },
] as const

type Told = (what: string, departure: Departure) => void

interface Begun {
  readonly reply: DepartureReply
  readonly abort?: AbortPolicy
  readonly told: Told
}

/** Lets a leader and two followers ask, up to the origin. The transitions that it returns are told as they happen. */
const begin = async (way: DepartureWay, { reply, abort = {}, told }: Begun) => {
  const seen: string[] = []
  const ids: number[] = []
  const watched: Departure[] = []
  const see = (what: string): void => {
    const [departure] = watched
    if (departure === undefined) return
    seen.push(what)
    told(what, departure)
  }
  stage = await departureStage(way, {
    abort,
    onTransition: ({ transaction, event }) => {
      if (watched.length > 0) ids.push(transaction)
      see(`${ids[0] === transaction ? 'leader' : 'follower'} ${event}`)
    },
    onFlightTransition: ({ event }) => {
      see(`flight ${event}`)
    },
  })
  const departure = new Departure(stage, reply)
  await departure.prepare()
  watched.push(departure)
  await departure.bringTo('store', 2)
  await departure.goOn()
  return { departure, seen }
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
  (transition: string, who: (departure: Departure) => readonly DepartingClient[]): Told =>
  (what, departure) => {
    if (what !== transition) return
    for (const client of who(departure)) client.leave()
  }

const everywhereStop: AbortPolicy = {
  leader: { awaitBackend: 'stop', delivering: 'stop' },
  follower: { awaitFlight: 'stop', delivering: 'stop' },
}

describe.each(departureWays)('who $by, on the interpreter "$interpreter",', (way) => {
  describe.each(exchanges)('with $what,', ({ reply, transitions }) => {
    const hasReply = (transition: string) => !asking.includes(transition) && !following.includes(transition)

    test('can do so at these transitions', async () => {
      const { departure, seen } = await begin(way, { reply, told: () => undefined })
      expect(await answer(departure, seen)).toEqual([whole, whole, whole])
      expect([...new Set(seen)].toSorted()).toEqual(transitions.toSorted())
    })

    test.each(transitions)(
      'and leads, at "%s": all others have it all, which is stored',
      async (transition) => {
        const told = leavingAt(transition, ({ clients }) => clients.slice(0, 1))
        const { departure, seen } = await begin(way, { reply, told })
        const texts = await answer(departure, seen)
        expect(texts.slice(1)).toEqual([whole, whole])
        expect(await whatIsStored(departure)).toBe(storedOnce)
      },
    )

    test.each(transitions.filter((transition) => !hasReply(transition)))(
      'and leads, at "%s", is not kept waiting for the reply',
      async (transition) => {
        const told = leavingAt(transition, ({ clients }) => clients.slice(0, 1))
        const { departure, seen } = await begin(way, { reply, told })
        await expect(departure.leader.head()).rejects.toHaveProperty('message')
        await answer(departure, seen)
      },
    )

    test.each(transitions.slice(1))(
      'and is the last to follow, at "%s": all others have it all, which is stored',
      async (transition) => {
        const told = leavingAt(transition, ({ clients }) => clients.slice(2))
        const { departure, seen } = await begin(way, { reply, told })
        const texts = await answer(departure, seen)
        expect(texts.slice(0, 2)).toEqual([whole, whole])
        expect(await whatIsStored(departure)).toBe(storedOnce)
      },
    )

    test.each(transitions.slice(1))(
      'as all others that follow, at "%s", by stop: the leader has it all, which is stored',
      async (transition) => {
        const told = leavingAt(transition, ({ followers }) => followers)
        const { departure, seen } = await begin(way, { reply, told, abort: everywhereStop })
        const [text] = await answer(departure, seen)
        expect(text).toBe(whole)
        expect(await whatIsStored(departure)).toBe(storedOnce)
      },
    )

    test.each(transitions.slice(asking.length))(
      'as all others, at "%s": it is stored',
      async (transition) => {
        const told = leavingAt(transition, ({ clients }) => clients)
        const { departure, seen } = await begin(way, { reply, told })
        await answer(departure, seen)
        expect(await whatIsStored(departure)).toBe(storedOnce)
      },
    )

    test.each(transitions.filter(hasReply))(
      'as all others, at "%s", by stop: nothing is left of it, whether it is stored or not',
      async (transition) => {
        const told = leavingAt(transition, ({ clients }) => clients)
        const { departure, seen } = await begin(way, { reply, told, abort: everywhereStop })
        await answer(departure, seen)
        expect(departure.asked).toEqual(['GET /'])
      },
    )
  })
})
