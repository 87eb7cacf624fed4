import { afterEach, describe, expect, test } from '@jest/globals'
import type { AbortChoice } from '@cachechart/core'
import { eventually } from '../fixtures/eventually.ts'
import { Departure } from './departure.ts'
import { plainReply, whole } from './departure-replies.ts'
import { departureStage, endDepartures, expectSettled, type DepartureStage } from './departure-stage.ts'
import { departureWays, type DepartureOptions } from './departure-ways.ts'
import { storedOnce, whatIsStored } from './what-is-stored.ts'
import { choices, onlyThere } from './only-there.ts'

let stage: DepartureStage
afterEach(() => endDepartures(stage))

/** When nobody waits any more the fetch goes on to its end, or the origin is left: what is stored then. */
const fateOf = async (departure: Departure, choice: AbortChoice): Promise<string> => {
  if (choice === 'finish') {
    await departure.allAreGone()
    departure.complete()
  } else {
    await departure.taken.left
  }
  await expectSettled(stage)
  return whatIsStored(departure)
}

const fateBy = (choice: AbortChoice): string =>
  choice === 'finish' ? storedOnce : 'nothing, requests to the origin: 1'

/** How many transactions have a client that waits. */
const remaining = (): number =>
  stage.front.cache.inFlight().filter(({ state }) => state !== 'awaitBackend.detached').length

const outcomes = choices.map((choice) => ({
  choice,
  outcome: choice === 'finish' ? 'the fetch goes on, and is stored' : 'the origin sees the connection close',
}))

const before = [
  { when: 'before the reply', place: 'request', state: 'awaitBackend' },
  { when: 'right after the head', place: 'head', state: 'delivering' },
  { when: 'in the middle of the body', place: 'body', state: 'delivering' },
] as const

const leaving = before.flatMap((each) => outcomes.map((one) => ({ ...each, ...one })))

/** A follower that comes when the beginning of the body is gone waits for the store. */
const forgetful = { collapse: { window: 1 } }

describe.each(departureWays)('who $by, on the interpreter "$interpreter",', (way) => {
  const start = async (options: DepartureOptions): Promise<Departure> => {
    stage = await departureStage(way, options)
    return new Departure(stage, plainReply)
  }

  describe('and leads', () => {
    test.each(leaving)('alone, $when, by $choice: $outcome', async ({ place, state, choice }) => {
      const departure = await start({ abort: onlyThere(['leader', state], choice) })
      await departure.bringTo(place, 0)
      departure.leader.leave()
      expect(await fateOf(departure, choice)).toBe(fateBy(choice))
    })

    test.each(outcomes.slice(1))(
      'alone, before a connection stands, by $choice: the origin is not asked',
      async ({ choice }) => {
        const departure = await start({ abort: onlyThere(['leader', 'awaitBackend'], choice) })
        await departure.bringTo('line', 0)
        departure.leader.leave()
        await eventually('nothing is in flight', () => stage.front.cache.inFlight().length === 0)
        stage.line.release()
        await expectSettled(stage)
        expect([departure.asked, stage.store.entries]).toEqual([[], 0])
      },
    )

    test.each(leaving.filter(({ place, choice }) => place !== 'request' || choice !== 'stop'))(
      'others, $when, by $choice: they have it all, which is stored',
      async ({ place, state, choice }) => {
        const departure = await start({ abort: onlyThere(['leader', state], choice) })
        await departure.bringTo(place, 2)
        departure.leader.leave()
        await departure.leaderIsGone()
        departure.complete()
        expect(await Promise.all(departure.followers.map((each) => each.whole()))).toEqual([whole, whole])
        await expectSettled(stage)
        expect(await whatIsStored(departure)).toBe(storedOnce)
      },
    )

    test('others, before the reply, by stop: the connection closes, and one of them leads a fetch of its own', async () => {
      const departure = await start({ abort: onlyThere(['leader', 'awaitBackend'], 'stop') })
      await departure.bringTo('request', 2)
      departure.leader.leave()
      await departure.taken.left
      const { response } = await stage.held.next()
      response.writeHead(200, plainReply.headers).end(whole)
      expect(await Promise.all(departure.followers.map((each) => each.whole()))).toEqual([whole, whole])
      await expectSettled(stage)
      expect([departure.asked.length, stage.store.entries]).toEqual([2, 1])
    })

    test.each(choices.slice(0, 2))(
      'one that came too late for the beginning of the body, by %s: it waits for the store, and has it all',
      async (choice) => {
        const departure = await start({ abort: onlyThere(['leader', 'delivering'], choice), ...forgetful })
        await departure.bringTo('body', 0)
        await departure.join(1)
        departure.leader.leave()
        await departure.leaderIsGone()
        departure.complete()
        expect(await departure.followers[0]?.whole()).toBe(whole)
        await expectSettled(stage)
        expect(await whatIsStored(departure)).toBe(storedOnce)
      },
    )

    test('one that came too late for the beginning of the body, by stop: the connection closes, and that one leads', async () => {
      const departure = await start({ abort: onlyThere(['leader', 'delivering'], 'stop'), ...forgetful })
      await departure.bringTo('body', 0)
      await departure.join(1)
      departure.leader.leave()
      await departure.taken.left
      const { response } = await stage.held.next()
      response.writeHead(200, plainReply.headers).end(whole)
      expect(await departure.followers[0]?.whole()).toBe(whole)
      await expectSettled(stage)
      expect([departure.asked.length, stage.store.entries]).toEqual([2, 1])
    })
  })

  describe('and follows', () => {
    test.each(leaving)('as the last, $when, by $choice: $outcome', async ({ place, choice }) => {
      const state = place === 'request' ? 'awaitFlight' : 'delivering'
      const departure = await start({ abort: onlyThere(['follower', state], choice) })
      await departure.bringTo(place, 2)
      const [one, other] = departure.followers
      departure.leader.leave()
      await departure.leaderIsGone()
      one?.leave()
      await eventually('two of three are gone', () => remaining() === 1)
      expect(stage.sockets.exchanges).toBe(1)
      other?.leave()
      expect(await fateOf(departure, choice)).toBe(fateBy(choice))
    })

    test.each(outcomes)(
      'as the last, in the middle of the body, a leader that left before the reply, by $choice: $outcome',
      async ({ choice }) => {
        const departure = await start({ abort: onlyThere(['follower', 'delivering'], choice) })
        await departure.bringTo('request', 1)
        departure.leader.leave()
        await departure.leaderIsGone()
        departure.sendStart()
        await departure.followers[0]?.read()
        departure.followers[0]?.leave()
        expect(await fateOf(departure, choice)).toBe(fateBy(choice))
      },
    )

    test.each(outcomes)(
      'as the last, having come too late for the beginning of the body, by $choice: $outcome',
      async ({ choice }) => {
        const departure = await start({ abort: onlyThere(['follower', 'awaitFlight'], choice), ...forgetful })
        await departure.bringTo('body', 0)
        await departure.join(1)
        departure.leader.leave()
        await departure.leaderIsGone()
        departure.followers[0]?.leave()
        expect(await fateOf(departure, choice)).toBe(fateBy(choice))
      },
    )

    test.each(choices)(
      'as the last that reads, by %s: one that came too late for the beginning has it all from the store',
      async (choice) => {
        const departure = await start({ abort: onlyThere(['follower', 'delivering'], choice), ...forgetful })
        await departure.bringTo('body', 1)
        await departure.followers[0]?.read()
        await departure.join(1)
        departure.leader.leave()
        await departure.leaderIsGone()
        departure.followers[0]?.leave()
        await eventually('one of three is left', () => remaining() === 1)
        departure.complete()
        expect(await departure.followers[1]?.whole()).toBe(whole)
        expect(await fateOf(departure, 'finish')).toBe(storedOnce)
      },
    )

    test.each(before)('$when, by stop: nothing is taken from a leader that stays', async ({ place }) => {
      const departure = await start({ abort: { follower: { awaitFlight: 'stop', delivering: 'stop' } } })
      await departure.bringTo(place, 1)
      departure.followers[0]?.leave()
      await eventually('the follower is gone', () => remaining() === 1)
      departure.complete()
      expect(await departure.leader.whole()).toBe(whole)
      await expectSettled(stage)
      expect(await whatIsStored(departure)).toBe(storedOnce)
    })

    test.each(choices)('what is complete already, by %s: the store has it all the same', async (choice) => {
      const policy = { abort: onlyThere(['follower', 'delivering'], choice), ...forgetful }
      const departure = await start(policy)
      await departure.bringTo('end', 1)
      for (const client of departure.clients) client.leave()
      expect(await fateOf(departure, 'finish')).toBe(storedOnce)
    })
  })
})
