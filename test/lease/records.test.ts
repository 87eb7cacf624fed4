import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { redisLease } from '@cachechart/adapters/redis'
import type { Lease, LeaseAnswer } from '@cachechart/core'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { patience } from './redis-trial.ts'
import { StallingClock } from './stalling-clock.ts'

const subject = { key: 'https://example.com/', variant: '' }

describeWithRedis('what is on the server of a lease', () => {
  let server: RedisServer
  let client: ReturnType<typeof createClient>
  let leases: Lease[] = []
  beforeAll(async () => {
    server = await startRedisServer()
    client = createClient({ url: server.url })
    await client.connect()
  })
  beforeEach(async () => {
    await client.flushAll()
    const make = () => redisLease({ url: server.url, ...patience })
    leases = [make(), make()]
  })
  afterEach(async () => {
    for (const lease of leases) await lease.close()
  })
  afterAll(async () => {
    client.destroy()
    await server.stop()
  })

  const acquire = async (process: 0 | 1): Promise<LeaseAnswer> => {
    const lease = leases[process]
    if (lease === undefined) throw new Error('there are two')
    return lease.acquire(subject)
  }
  const release = async (process: 0 | 1): Promise<number> => {
    const answer = await acquire(process)
    if (answer.type === 'taken') throw new Error('it is taken')
    answer.grant.release('stored')
    await leases[process]?.close()
    return answer.grant.token
  }
  const recordName = async (): Promise<string> => {
    const [name = ''] = await client.keys('cachechart:*:lease:*')
    return name
  }
  /** How often each command was sent, but for those of connections. */
  const calls = async (command: string): Promise<number> => {
    const said = await client.info('commandstats')
    return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(said)?.[1] ?? 0)
  }

  test('is nothing when all has run out: one record for a subject, for a few seconds more', async () => {
    await release(0)
    const keys = await client.keys('*')
    expect(keys).toHaveLength(1)
    const left = await client.pTTL(keys[0] ?? '')
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(10_000)
  })

  test('is in the slot of the cache key, and says neither the key nor the variant', async () => {
    await acquire(0)
    const name = await recordName()
    expect(name).toMatch(/^cachechart:\{[\w-]+\}:lease:[\w-]+$/)
    expect(name).not.toContain('example')
  })

  test('with nobody waiting: one command to have it, one to release it, and nobody is told', async () => {
    await release(0)
    const before = [await calls('evalsha'), await calls('publish')]
    await release(1)
    expect([await calls('evalsha'), await calls('publish')]).toEqual([(before[0] ?? 0) + 2, before[1]])
  })

  test('each process that waits is told once, however many wait in it', async () => {
    const answer = await acquire(0)
    const waits = [await acquire(1), await acquire(1), await acquire(1)]
    const endOf = async (waiting: LeaseAnswer) => (waiting.type === 'taken' ? waiting.wait.ended : 'granted')
    const before = await calls('publish')
    if (answer.type === 'granted') answer.grant.release('stored')
    expect(await Promise.all(waits.map(endOf))).toEqual(['stored', 'stored', 'stored'])
    expect(await calls('publish')).toBe(before + 1)
  })

  test('is not renewed by whoever had it before', async () => {
    const life = 600
    const [late, dying, waiting] = [new StallingClock(), new StallingClock(), new StallingClock()].map(
      (clock) => ({
        clock,
        lease: redisLease({ url: server.url, ...patience, life, clock }),
      }),
    )
    if (late === undefined || dying === undefined || waiting === undefined) throw new Error('there are three')
    leases.push(late.lease, dying.lease, waiting.lease)
    await late.lease.acquire(subject)
    await client.del(await recordName())
    await dying.lease.acquire(subject)
    dying.clock.stall()
    const answer = await waiting.lease.acquire(subject)
    const begun = performance.now()
    expect(answer.type === 'taken' && (await answer.wait.ended)).toBe('lost')
    expect(performance.now() - begun).toBeLessThan(2 * life)
  })

  test('goes on from the last token when the clock was set back', async () => {
    const last = await release(0)
    const ahead = last + 3_600_000_000
    await client.hSet(await recordName(), 't', String(ahead))
    expect(await release(1)).toBe(ahead + 1)
  })

  test('goes on from the token by which the store was written last', async () => {
    const last = await release(0)
    const name = await recordName()
    const { digestOf } = await import('../../packages/adapters/src/redis/client/redis-names.ts')
    const field = digestOf(JSON.stringify([subject.key, subject.variant]))
    await client.del(name)
    await client.hSet(name.replace(/lease:.*/, 'fence'), field, String(last + 3_600_000_000))
    expect(await release(1)).toBe(last + 3_600_000_001)
  })

  test.each([
    ['a record of another type', { type: 'string' }],
    ['a token that is too large', { t: '1e300' }],
    ['a token that is infinite', { t: 'inf' }],
    ['a token that is none', { t: 'nan' }],
    ['a token below all', { t: '-5' }],
    ['no token', { t: '' }],
    ['a lease without end', { t: '5', h: 'somebody', u: '1e300' }],
    ['a lease until nobody knows when', { t: '5', h: 'somebody', u: 'nan' }],
    ['a lease for a day', { t: '5', h: 'somebody', u: String(Date.now() + 86_400_000) }],
  ])('that others have written there is not believed: %s', async (_, fields: Record<string, string>) => {
    await release(0)
    const name = await recordName()
    await client.del(name)
    if ('type' in fields) await client.set(name, 'text')
    else await client.hSet(name, fields)
    const token = await release(1)
    expect(Number.isSafeInteger(token) && token > 1_700_000_000_000_000).toBe(true)
  })
})
