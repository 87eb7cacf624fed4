import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { answerWith, bodyOf } from './fleet-origin.ts'
import { countEnds, Fleet } from './fleet.ts'

jest.setTimeout(60_000)

/** Requests at the same time: at each gateway. */
const each = 250

describeWithRedis('four gateways on one Redis', () => {
  let server: RedisServer
  let fleet: Fleet
  beforeAll(async () => {
    server = await startRedisServer()
    fleet = await new Fleet({ store: server.url, size: 4 }).start()
  })
  afterAll(async () => {
    await fleet.end()
    await server.stop()
  })

  test('ask the origin once for 1000 requests at the same time for what nobody has, and answer all of them the same', async () => {
    const { origin } = fleet
    origin.on('/cold', () => {})
    const asking = fleet.askAll('/cold', each)
    const asked = await origin.reached('/cold', 1)
    // Nobody is late: all wait for the one reply, in their process or for another one.
    await Promise.all(fleet.members.map((member) => member.parked('/cold', each - 1)))
    answerWith()(asked)
    expect(countEnds(await asking)).toEqual({ [`200 ${bodyOf('/cold', 1)}`]: 4 * each })
    expect(origin.asked('/cold')).toHaveLength(1)
  })

  test('ask the origin once again for what became stale, and refresh it once while they serve it stale', async () => {
    const { origin } = fleet
    const path = '/refreshed'
    const [soon, later] = ['max-age=1, stale-while-revalidate=60', 'max-age=600'].map((text) =>
      answerWith({ 'Cache-Control': text }),
    )
    origin.on(path, (asked) => {
      if (asked.number === 1) soon?.(asked)
    })
    await fleet.askAll(path, 1)
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    // They are answered though the origin is not done.
    expect(countEnds(await fleet.askAll(path, 50))).toEqual({ [`200 ${bodyOf(path, 1)}`]: 200 })
    const asked = await origin.reached(path, 2)
    expect(countEnds(await fleet.askAll(path, 50))).toEqual({ [`200 ${bodyOf(path, 1)}`]: 200 })
    later?.(asked)
    while ((await fleet.bodies(path)).some((body) => body !== bodyOf(path, 2)));
    expect(origin.asked(path)).toHaveLength(2)
  })

  test('do not queue for what cannot be stored: once that is known, all ask at the same time', async () => {
    const { origin } = fleet
    const path = '/uncacheable'
    const answer = answerWith({ 'Cache-Control': 'no-store' })
    origin.on(path, () => {})
    const asking = fleet.askAll(path, 50)
    const first = await origin.reached(path, 1)
    await Promise.all(fleet.members.map((member) => member.parked(path, 49)))
    answer(first)
    // Nobody is answered before the last one of all four has asked.
    await origin.reached(path, 200)
    origin.asked(path).slice(1).forEach(answer)
    const answers = await asking
    expect(answers.filter(({ end, status }) => end !== 'whole' || status !== 200)).toEqual([])
    // Each its own.
    expect(new Set(answers.map(({ body }) => body)).size).toBe(200)
  })

  test('owe nothing in the end: each lease, writer and follower is given back', async () => {
    for (const member of fleet.members) {
      const { ledger } = await member.storyWhere(({ inFlight }) => inFlight.length === 0)
      const { leaks, ...lines } = ledger
      const owed = Object.entries(lines).filter(
        ([, line]) => typeof line === 'object' && line.discharged !== line.taken,
      )
      expect([leaks, owed]).toEqual([0, []])
    }
  })
})
