import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { answerWith, bodyOf, holdFirst, host } from './fleet-origin.ts'
import { countEnds, Fleet } from './fleet.ts'

jest.setTimeout(60_000)

/** How many purges each way are measured; the four gateways purge by turns. */
const times = 20
/** Until all others know, in milliseconds, where all is well: a wide bound for a machine that has other work. */
const seenWithin = 2_000

type Target = Readonly<Record<string, unknown>>

/** Each way to say what is purged, for a path whose responses carry the label `label-of-PATH`. */
const ways: readonly (readonly [string, (path: string) => Target])[] = [
  ['by URL', (path) => ({ url: `http://${host}${path}` })],
  ['by key', (path) => ({ key: `http://${host}${path}` })],
  ['by surrogate key', (path) => ({ surrogateKey: `label-of-${path.slice(1)}` })],
  ['of everything', () => ({ all: true })],
  ['that are soft', (path) => ({ url: `http://${host}${path}`, soft: true })],
]

describeWithRedis('four gateways on one Redis, each with memory of its own before it,', () => {
  let server: RedisServer
  let fleet: Fleet
  let last = 0
  beforeAll(async () => {
    server = await startRedisServer()
    fleet = await new Fleet({ store: server.url, size: 4 }).start()
  })
  afterAll(async () => {
    await fleet.end()
    await server.stop()
  })

  /** A path that nobody has asked for. */
  const newPath = (): string => {
    last += 1
    const path = `/page-${last}`
    fleet.origin.on(path, answerWith({ 'Surrogate-Key': `label-of-page-${last}` }))
    return path
  }
  /** All have it near. */
  const storedNear = async (path: string): Promise<void> => {
    await fleet.bodies(path)
    for (const member of fleet.members)
      while (!(await member.ask(path)).cacheStatus.includes('hit'))
        await new Promise((resolve) => setTimeout(resolve, 5))
  }
  /** From when on nobody answers with what was purged, in milliseconds after the purge was answered. */
  const forgotten = async (path: string): Promise<number> => {
    const begun = performance.now()
    while ((await fleet.bodies(path)).includes(bodyOf(path, 1)));
    return performance.now() - begun
  }

  describe.each(ways)('purges %s', (way, target) => {
    test(`are seen by all others within ${seenWithin} ms, ${times} times`, async () => {
      const delays: number[] = []
      for (let at = 0; at < times; at += 1) {
        const path = newPath()
        await storedNear(path)
        await fleet.at(at % 4).purge(target(path))
        delays.push(await forgotten(path))
        expect(await fleet.bodies(path)).not.toContain(bodyOf(path, 1))
        // One more; or another where somebody is purged in the midst of asking.
        expect(fleet.origin.asked(path).length).toBeLessThanOrEqual(1 + 4)
      }
      const sorted = delays.toSorted((one, other) => one - other)
      expect(sorted.at(-1)).toBeLessThan(seenWithin)
      tell(way, sorted)
    })

    test('keep out of the store what another process was fetching when they were made', async () => {
      const path = newPath()
      const answer = answerWith({ 'Surrogate-Key': `label-of-${path.slice(1)}` })
      fleet.origin.on(path, holdFirst(1, answer))
      const asking = fleet.at(0).ask(path)
      const first = await fleet.origin.reached(path, 1)
      const waiting = fleet.at(1).ask(path)
      await fleet.at(1).parked(path, 1)
      await fleet.at(2).purge(target(path))
      answer(first)
      // Who had asked before may have it; it has been asked for before the purge by all that is known.
      expect((await asking).body).toBe(bodyOf(path, 1))
      await waiting
      // What the second one was given instead is stored a moment later.
      await Promise.all(fleet.members.map((member) => member.atRest()))
      expect(await fleet.bodies(path)).toEqual(Array.from({ length: 4 }, () => bodyOf(path, 2)))
      expect(fleet.origin.asked(path)).toHaveLength(2)
    })
  })

  test('take what one of them was asked to change for changed, whoever has it', async () => {
    const path = newPath()
    await storedNear(path)
    expect((await fleet.at(3).ask(path, { method: 'POST' })).status).toBe(200)
    expect(await forgotten(path)).toBeLessThan(seenWithin)
    expect(countEnds(await fleet.askAll(path, 5))).not.toHaveProperty(`200 ${bodyOf(path, 1)}`)
    expect(fleet.origin.asked(path).length).toBeLessThanOrEqual(1 + 4)
  })
})

/** Figures for whoever asks for them: what the guide says was measured so. */
function tell(way: string, sorted: readonly number[]): void {
  if (process.env['CACHECHART_TELL_DELAYS'] === undefined) return
  const [median, worst] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  process.stderr.write(`purges ${way}: median ${median?.toFixed(1)} ms, worst ${worst?.toFixed(1)} ms\n`)
}
