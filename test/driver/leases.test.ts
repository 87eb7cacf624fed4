/** Several caches over one store and one lease: each fetch is made by one of them, and whatever becomes of it all go on. */
import { describe, expect, test } from '@jest/globals'
import { fakeBody } from '@cachechart/core/testing'
import {
  expectFleetAtRest,
  fleet,
  life,
  memberAt,
  sendEach,
  statesOf,
  subject,
  type Fleet,
} from './fleet-stage.ts'
import { fresh, textsOf } from './flight-stage.ts'
import { get, interpreters, settle, storyOf, textOf } from './stage.ts'

const cases = interpreters.flatMap((interpreter) => [2, 4].map((count) => [count, interpreter] as const))

const stale = ['Cache-Control', 'max-age=1, stale-while-revalidate=600', 'ETag', '"1"']

/** Of a fleet in which something stale is stored that may be served while it is refreshed. */
const withStale = async (given: Fleet): Promise<Fleet> => {
  given.backend.reply({ fields: stale }, 'old')
  await textOf(await memberAt(given, 0).cache.handle(get()))
  await settle()
  given.clock.advance(2_000)
  return given
}

describe.each(cases)('%i caches over one store, on the %s,', (count, interpreter) => {
  const set = (options: Parameters<typeof fleet>[1] = {}) => fleet(count, { interpreter, ...options })

  test('make one request to the origin, however many ask, and the lease is asked once by each', async () => {
    const given = set()
    const pending = sendEach(given.members, 5)
    await settle()
    expect(given.backend.calls).toHaveLength(1)
    expect(given.members[0]?.lease.waiting(subject)).toBe(count - 1)
    expect(statesOf(memberAt(given, 1))).toEqual([
      'leader awaitLease.parked',
      ...Array<string>(4).fill('follower awaitFlight'),
    ])
    given.backend.reply(fresh, 'for all')
    expect(new Set(await textsOf(pending))).toEqual(new Set(['for all']))
    await settle()
    expect(given.backend.calls).toHaveLength(1)
    expect(memberAt(given, 0).cache.counters()).toMatchObject({ 'miss.leader': 1, 'miss.follower': 4 })
    expect(memberAt(given, 1).cache.counters()).toMatchObject({ 'hit.fresh': 5, 'miss.leader': 0 })
    expectFleetAtRest(given)
  })

  test('look again before they fetch what another has stored since they looked', async () => {
    const given = set()
    const gate = Promise.withResolvers<void>()
    given.store.late = gate.promise
    const [late] = sendEach([memberAt(given, 1)], 1)
    given.store.late = undefined
    const [first] = sendEach([memberAt(given, 0)], 1)
    await settle()
    given.backend.reply(fresh, 'stored meanwhile')
    expect(await textsOf(first === undefined ? [] : [first])).toEqual(['stored meanwhile'])
    gate.resolve()
    await settle()
    expect(given.backend.calls).toHaveLength(1)
    expect(await textsOf(late === undefined ? [] : [late])).toEqual(['stored meanwhile'])
    expectFleetAtRest(given)
  })

  test('wake those who wait when the body is stored, not before', async () => {
    const given = set()
    const pending = sendEach(given.members, 1)
    const body = fakeBody()
    given.backend.reply(fresh, body)
    body.push('first ')
    await settle()
    expect(statesOf(memberAt(given, 1))).toEqual(['leader awaitLease.parked'])
    body.push('last')
    body.end()
    expect(await textsOf(pending)).toEqual(Array(count).fill('first last'))
    await settle()
    expectFleetAtRest(given)
  })

  test('go on with another where the one that has the lease dies', async () => {
    const given = set()
    const pending = sendEach(given.members, 2)
    await settle()
    memberAt(given, 0).lease.stall()
    given.clock.advance(life)
    await settle()
    expect([given.backend.calls.length, memberAt(given, 0).lease.waiting(subject)]).toEqual([2, count - 2])
    given.backend.calls[1]?.answer({ status: 200, reason: '', ...fresh, body: null })
    expect(await textsOf(pending.slice(2))).toEqual(Array((count - 1) * 2).fill(''))
    // What the first one fetches has come to nothing else: it is told so by its token.
    given.backend.reply(fresh, 'late')
    expect(await textsOf(pending.slice(0, 2))).toEqual(['late', 'late'])
    await settle()
    const tokens = given.store.claims.map((claim) => claim?.lease?.token ?? 0)
    expect([tokens.length, (tokens[0] ?? 0) > (tokens[1] ?? 0)]).toEqual([2, true])
    expectFleetAtRest(given)
  })

  test('do not wait for each other where the reply is not to be stored', async () => {
    const given = set()
    const pending = sendEach(given.members, 2)
    await settle()
    const mine = { fields: ['Cache-Control', 'private'] }
    given.backend.reply(mine, 'own')
    await settle()
    expect(given.backend.calls).toHaveLength(count * 2)
    for (let each = 1; each < count * 2; each += 1) given.backend.reply(mine, 'own')
    expect(await textsOf(pending)).toEqual(Array(count * 2).fill('own'))
    await settle()
    expectFleetAtRest(given)
  })

  test('ask one after the other where the origin fails', async () => {
    const given = set()
    const pending = sendEach(given.members, 1)
    await settle()
    given.backend.fail(new Error('no route'))
    await expect(pending[0]?.wait()).rejects.toMatchObject({ code: 'ERR_BACKEND_FAILED' })
    await settle()
    expect(given.backend.calls).toHaveLength(2)
    given.backend.reply(fresh, 'at last')
    expect(await textsOf(pending.slice(1))).toEqual(Array(count - 1).fill('at last'))
    await settle()
    expect(given.backend.calls).toHaveLength(2)
    expectFleetAtRest(given)
  })

  test('ask one after the other also where the next one is of the same process', async () => {
    const given = set()
    const pending = sendEach(given.members, 2)
    await settle()
    // RFC 6585 §4: about the first request alone.
    given.backend.reply({ status: 429 }, 'not you')
    await settle()
    expect(given.backend.calls.map(({ state }) => state).filter((state) => state === 'waiting')).toHaveLength(
      1,
    )
    given.backend.reply(fresh, 'at last')
    expect(await textsOf(pending)).toEqual(['not you', ...Array<string>(count * 2 - 1).fill('at last')])
    await settle()
    expect(given.backend.calls).toHaveLength(2)
    expectFleetAtRest(given)
  })

  test('take what was stored while they waited, though it is stale on arrival', async () => {
    const given = set()
    const pending = sendEach(given.members, 2)
    await settle()
    given.backend.reply({ fields: ['Cache-Control', 'max-age=0', 'ETag', '"1"'] }, 'stale')
    expect(await textsOf(pending)).toEqual(Array(count * 2).fill('stale'))
    await settle()
    expect(given.backend.calls).toHaveLength(1)
    expectFleetAtRest(given)
  })

  test('wait no longer than their deadline for another, and store by no lease then', async () => {
    const given = set({ deadlines: { lease: 4_000 } })
    const pending = sendEach(given.members, 2)
    await settle()
    given.clock.advance(4_000)
    await settle()
    expect([given.backend.calls.length, statesOf(memberAt(given, 1))]).toEqual([
      count,
      ['leader awaitBackend.attached', 'follower awaitFlight'],
    ])
    for (let each = 0; each < count; each += 1) given.backend.reply(fresh, 'each')
    expect(await textsOf(pending)).toEqual(Array(count * 2).fill('each'))
    await settle()
    const leased = given.store.claims.filter((claim) => claim?.lease !== undefined)
    expect([given.store.claims.length, leased.length]).toEqual([count, 1])
    expectFleetAtRest(given)
  })

  test('refresh what is stale once, and serve it meanwhile', async () => {
    const given = await withStale(set())
    const before = given.backend.calls.length
    const pending = sendEach(given.members, 3)
    expect(await textsOf(pending)).toEqual(Array(count * 3).fill('old'))
    await settle()
    expect(given.backend.calls.length - before).toBe(1)
    expect(statesOf(memberAt(given, 1))).toEqual(['background awaitLease.background'])
    given.backend.reply({ status: 304, fields: ['ETag', '"1"', 'Cache-Control', 'max-age=60'] })
    await settle()
    expect(storyOf(memberAt(given, 1).cache)).toEqual(['refresh.leaseObliged', 'lease.taken', 'lease.ended'])
    expect(given.store.claims.at(-1)?.lease?.token).toBeGreaterThan(0)
    for (const { cache } of given.members) expect(cache.send(get()).poll()?.source).toBe('stored')
    await settle()
    expect(given.backend.calls.length - before).toBe(1)
    expectFleetAtRest(given)
  })

  test('refresh it one after the other where the one that has the lease dies, or is slow', async () => {
    const given = await withStale(set({ deadlines: { lease: 4_000, reply: 60_000 } }))
    const before = given.backend.calls.length
    await textsOf(sendEach(given.members, 1))
    await settle()
    given.clock.advance(4_000)
    await settle()
    expect(given.backend.calls.length - before).toBe(count)
    for (let each = 0; each < count; each += 1)
      given.backend.reply({ status: 304, fields: ['ETag', '"1"', 'Cache-Control', 'max-age=60'] })
    await settle()
    expectFleetAtRest(given)
  })
})

describe.each(interpreters)('one that waits for the lease, on the %s,', (interpreter) => {
  /** The first has the lease; the second, and those who follow it, wait. */
  const parked = async (options: Parameters<typeof fleet>[1] = {}) => {
    const given = fleet(2, { interpreter, ...options })
    const holder = memberAt(given, 0).cache.send(get())
    const other = memberAt(given, 1)
    const pending = sendEach([other], 3)
    await settle()
    return { given, holder, other, pending }
  }

  test('leaves it to those who follow when its client leaves', async () => {
    const { given, holder, other, pending } = await parked()
    const [leader, ...followers] = pending
    leader?.cancel()
    await expect(leader?.wait()).rejects.toMatchObject({ code: 'ERR_CANCELLED' })
    await settle()
    expect([statesOf(other), other.lease.waiting(subject)]).toEqual([
      ['leader awaitLease.parked', 'follower awaitFlight'],
      1,
    ])
    given.backend.reply(fresh, 'for all')
    expect(await textsOf([holder, ...followers])).toEqual(Array(3).fill('for all'))
    await settle()
    expect([given.backend.calls.length, other.cache.counters().abandoned]).toEqual([1, 1])
    expectFleetAtRest(given)
  })

  test('leaves nothing behind when all leave', async () => {
    const { given, holder, other, pending } = await parked()
    for (const each of pending) each.cancel()
    await settle()
    expect([statesOf(other), other.lease.waiting(subject)]).toEqual([[], 0])
    given.backend.reply(fresh, 'one')
    await textsOf([holder])
    await settle()
    expectFleetAtRest(given)
  })

  test('looks again after a purge, with all who follow, and asks anew', async () => {
    const { given, holder, other, pending } = await parked()
    await other.cache.purge({ all: true })
    await settle()
    expect([statesOf(other), other.lease.waiting(subject)]).toEqual([
      expect.arrayContaining(['leader awaitLease.parked', 'follower awaitFlight']),
      1,
    ])
    given.backend.reply(fresh, 'for all')
    expect(await textsOf([holder, ...pending])).toEqual(Array(4).fill('for all'))
    await settle()
    expect(given.backend.calls).toHaveLength(1)
    expectFleetAtRest(given)
  })

  test('has an end when the whole of its time has passed', async () => {
    const { given, holder, other, pending } = await parked({ deadlines: { transaction: 500 } })
    given.clock.advance(500)
    for (const each of pending) await expect(each.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE' })
    await expect(holder.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE' })
    expect(other.cache.counters().error).toBe(3)
    given.backend.reply(fresh, 'nobody waits')
    await settle()
    expectFleetAtRest(given)
  })

  test('is stopped by a drain where it is a refresh', async () => {
    const given = await withStale(fleet(2, { interpreter }))
    await textsOf(sendEach(given.members, 1))
    await settle()
    const drained = memberAt(given, 1).cache.drain({ timeout: 10 })
    given.clock.advance(10)
    expect(await drained).toEqual({ stopped: 1 })
    expect([statesOf(memberAt(given, 1)), memberAt(given, 1).lease.waiting(subject)]).toEqual([[], 0])
    given.backend.reply({ status: 304, fields: ['ETag', '"1"'] })
    await settle()
    expectFleetAtRest(given)
  })
})

describe.each(interpreters)('by what right something is stored, on the %s,', (interpreter) => {
  test('is told to the store: how far its purges were when it was asked, and by which lease', async () => {
    const given = fleet(2, { interpreter })
    given.store.moment = 7
    const pending = sendEach(given.members, 1)
    await settle()
    given.store.moment = 8
    given.backend.reply(fresh, 'one')
    expect(await textsOf(pending)).toEqual(['one', 'one'])
    expect(given.store.claims).toEqual([
      { moment: 7, lease: expect.objectContaining({ ...subject, token: expect.any(Number) }) },
    ])
    await settle()
    expectFleetAtRest(given)
  })

  test('is that of whoever was served what is stale, where it is a refresh', async () => {
    const given = await withStale(fleet(2, { interpreter }))
    given.store.moment = 7
    await textsOf(sendEach(given.members, 1))
    await settle()
    given.store.moment = 8
    given.backend.reply({ status: 304, fields: ['ETag', '"1"', 'Cache-Control', 'max-age=60'] })
    await settle()
    expect(given.store.claims.at(-1)).toMatchObject({ moment: 7, lease: { token: expect.any(Number) } })
    expectFleetAtRest(given)
  })

  test('grows with each lease', async () => {
    const given = fleet(2, { interpreter })
    for (let each = 0; each < 3; each += 1) {
      given.backend.reply({ fields: ['Cache-Control', 'max-age=1'] }, 'each')
      await textsOf([memberAt(given, each % 2).cache.send(get())])
      await settle()
      given.clock.advance(2_000)
    }
    const tokens = given.store.claims.map((claim) => claim?.lease?.token ?? 0)
    expect(tokens).toEqual([...new Set(tokens)].toSorted((one, other) => one - other))
    expect(tokens).toHaveLength(3)
    expectFleetAtRest(given)
  })
})
