import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { answerWith, bodyOf } from './fleet-origin.ts'
import { Fleet } from './fleet.ts'

jest.setTimeout(60_000)

const each = 100

describeWithRedis('four gateways whose Redis goes away in the middle', () => {
  let server: RedisServer
  let fleet: Fleet
  beforeAll(async () => {
    server = await startRedisServer()
    fleet = await new Fleet({ store: server.url, size: 4, options: ['--store-timeout', '2s'] }).start()
  })
  afterAll(async () => {
    await fleet.end()
    await server.stop()
  })

  /** All wait for one reply; the server goes away, and all wait for the replies that each process has asked for by itself. */
  const lose = async (path: string, goAway: () => unknown): Promise<number> => {
    const { origin } = fleet
    const allParked = () => Promise.all(fleet.members.map((member) => member.parked(path, each - 1)))
    origin.on(path, () => {})
    const asking = fleet.askAll(path, each)
    await origin.reached(path, 1)
    await allParked()
    const begun = performance.now()
    await goAway()
    await origin.reached(path, 4)
    const took = performance.now() - begun
    await allParked()
    origin.asked(path).forEach(answerWith())
    const answers = await asking
    expect(answers.filter(({ end, status }) => end !== 'whole' || status !== 200)).toEqual([])
    expect(answers).toHaveLength(4 * each)
    expect(origin.asked(path)).toHaveLength(4)
    return took
  }

  /** They share it again, without anybody's help: what one of them has fetched all others have. */
  const shared = async (path: string): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      const [one, ...others] = await askInTurn(`${path}-${attempt}`)
      if (others.every((body) => body === one)) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const askInTurn = async (path: string): Promise<readonly string[]> => {
    const bodies: string[] = []
    for (const member of fleet.members) {
      bodies.push((await member.ask(path)).body)
      // What was answered is stored a moment later.
      await member.storyWhere(({ inFlight }) => inFlight.length === 0)
    }
    return bodies
  }

  test('by being killed go on alone at once, one request each; and share again when it is back, though empty', async () => {
    expect(await lose('/killed', () => server.kill())).toBeLessThan(5_000)
    // Without it everyone is answered all the same.
    expect(await fleet.bodies('/without')).toContain(bodyOf('/without', 1))
    await server.restartEmpty()
    await shared('/again')
  })

  test('by falling silent go on alone soon, one request each; and share again when it answers', async () => {
    expect(await lose('/silenced', () => server.pause())).toBeLessThan(15_000)
    server.resume()
    await shared('/answering')
  })
})
