import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { holdFirst } from './fleet-origin.ts'
import { countEnds, Fleet } from './fleet.ts'
import type { Answer } from './member.ts'

jest.setTimeout(60_000)

/** Of all gateways: for the head of a response, and for what others of the same process fetch. */
const [headTimeout, flightTimeout] = [2_000, 4_000]
/** How long a process waits for another's fetch, as the guide says. */
const patience = 10_000

describeWithRedis('three gateways on one Redis', () => {
  let server: RedisServer
  let fleet: Fleet
  /** Begun first, because it is long: a response whose body takes longer than anyone waits for another process. */
  let slow: Promise<readonly Answer[]>
  let slowBegun = 0
  beforeAll(async () => {
    server = await startRedisServer()
    const options = ['--timeout', `${headTimeout}ms`, '--flight-timeout', `${flightTimeout}ms`]
    fleet = await new Fleet({ store: server.url, size: 3, options }).start()
    const { origin } = fleet
    origin.on('/slow', ({ response }) => {
      response.writeHead(200, { 'Cache-Control': 'max-age=600' }).write('slowly, ')
    })
    slowBegun = performance.now()
    slow = fleet.askAll('/slow', 1)
  })
  afterAll(async () => {
    await fleet.end()
    await server.stop()
  })

  test('answer everyone with an error in bounded time when the origin never answers', async () => {
    fleet.origin.on('/silent', () => {})
    const begun = performance.now()
    const answers = await fleet.askAll('/silent', 50)
    expect(new Set(answers.map(({ end, status }) => `${end} ${status}`))).toEqual(new Set(['whole 504']))
    // Whoever waits for another process, and then asks, has the longest way.
    expect(performance.now() - begun).toBeLessThan(patience + headTimeout + 4_000)
    // One process at a time asks, and one request of it.
    expect(fleet.origin.asked('/silent').length).toBeLessThan(10)
  })

  test('ask again, by a lease each time, when the origin fails the one that fetches for all', async () => {
    const path = '/fails-once'
    fleet.origin.on(path, holdFirst(1))
    const asking = fleet.askAll(path, 20)
    const first = await fleet.origin.reached(path, 1)
    await Promise.all(fleet.members.map((member) => member.parked(path, 19)))
    first.response.destroy()
    const answers = await asking
    // The process whose fetch it was tells its clients; or it had not begun to be answered, and is tried again.
    expect(answers.filter(({ end }) => end !== 'whole')).toEqual([])
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(40)
    expect(fleet.origin.asked(path).length).toBeLessThanOrEqual(3)
  })

  test('wait for each other for as long as they are told to, and then ask for themselves', async () => {
    const { origin } = fleet
    await origin.reached('/slow', 3)
    expect(performance.now() - slowBegun).toBeGreaterThan(patience - 500)
    for (const { response } of origin.asked('/slow')) response.end('but whole')
    expect(countEnds(await slow)).toEqual({ '200 slowly, but whole': 3 })
    expect(origin.asked('/slow')).toHaveLength(3)
  })
})
