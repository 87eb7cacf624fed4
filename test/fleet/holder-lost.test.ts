import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { bodyOf, holdFirst } from './fleet-origin.ts'
import { countEnds, Fleet } from './fleet.ts'
import type { Member } from './member.ts'
import { storedBody } from './stored-body.ts'

jest.setTimeout(60_000)

/** How long a lease lasts when its holder has died; what a busy machine adds to that. */
const [life, slack] = [5_000, 5_000]

const head = { 'Cache-Control': 'max-age=600', 'Content-Type': 'text/plain' }

describeWithRedis('four gateways on one Redis, of which one fetches for all,', () => {
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

  /** The holder has half of the body, and its clients and all of the others' wait for the rest. */
  const beginWith = async (holder: Member, path: string, each: number) => {
    fleet.origin.on(path, holdFirst(1))
    const own = holder.ask(path)
    const first = await fleet.origin.reached(path, 1)
    first.response.writeHead(200, head).write('first half, ')
    const ownOthers = holder.askMany(path, each - 1)
    const others = fleet.members.filter((member) => member !== holder)
    const asking = Promise.all(others.map((member) => member.askMany(path, each)))
    await Promise.all(others.map((member) => member.parked(path, each)))
    return { first, others, own: Promise.all([own, ownOthers]), asking }
  }

  test('go on when that one is stopped: one more request; when it goes on, its late write is refused', async () => {
    const [path, each] = ['/stopped', 50]
    const holder = fleet.at(0)
    const begun = performance.now()
    const { first, others, own, asking } = await beginWith(holder, path, each)
    holder.signal('SIGSTOP')
    expect(countEnds((await asking).flat())).toEqual({ [`200 ${bodyOf(path, 2)}`]: 3 * each })
    expect(performance.now() - begun).toBeLessThan(life + slack)
    first.response.end('second half')
    holder.signal('SIGCONT')
    const [answer, more] = await own
    // Who had not been heard when it was stopped may have what another has fetched meanwhile.
    const ends = countEnds([answer, ...more])
    const late = ends[`200 ${bodyOf(path, 2)}`] ?? 0
    expect(ends).toMatchObject({ '200 first half, second half': each - late })
    expect(late).toBeLessThan(each)
    await holder.atRest()
    // Its own memory has not kept it, either.
    expect(await fleet.bodies(path)).toEqual(Array.from({ length: 4 }, () => bodyOf(path, 2)))
    expect(await storedBody(server.url, path)).toBe(bodyOf(path, 2))
    expect(await fleet.bodies(path, others)).toEqual(Array.from({ length: 3 }, () => bodyOf(path, 2)))
    expect(fleet.origin.asked(path)).toHaveLength(2)
  })

  test('go on when that one is killed: its own clients fail, all others are answered by one more request', async () => {
    const [path, each] = ['/killed', 250]
    const holder = fleet.at(0)
    const { others, own, asking } = await beginWith(holder, path, each)
    const begun = performance.now()
    holder.signal('SIGKILL')
    const [answer, more] = await own
    expect(countEnds([answer, ...more])).toEqual({ cut: each })
    expect(countEnds((await asking).flat())).toEqual({ [`200 ${bodyOf(path, 2)}`]: 3 * each })
    expect(performance.now() - begun).toBeLessThan(life + slack)
    expect(fleet.origin.asked(path)).toHaveLength(2)
    expect(await fleet.bodies(path, others)).toEqual(Array.from({ length: 3 }, () => bodyOf(path, 2)))
  })
})
