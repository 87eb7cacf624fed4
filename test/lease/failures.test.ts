import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { redisLease, type RedisLeaseSettings } from '@cachechart/adapters/redis'
import { LeaseError, type Lease, type LeaseGrant, type LeaseWait } from '@cachechart/core'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer, type RedisServerOptions } from '../servers/redis-server.ts'
import { startSlowProxy } from '../servers/slow-proxy.ts'

const subject = { key: 'https://example.com/', variant: '' }
const life = 1_500

type Run = (...words: string[]) => Promise<unknown>

describeWithRedis('with a lease server that fails', () => {
  let server: RedisServer
  let leases: Lease[] = []
  const begin = async (options?: RedisServerOptions): Promise<void> => {
    server = await startRedisServer(options)
  }
  beforeEach(() => {
    leases = []
  })
  afterEach(async () => {
    for (const lease of leases) await lease.close()
    await server.stop()
  })

  const join = (settings: RedisLeaseSettings = {}, url = server.url): Lease => {
    const lease = redisLease({ url, life, connectTimeout: 5_000, commandTimeout: 5_000, ...settings })
    leases.push(lease)
    return lease
  }
  const granted = async (lease: Lease, variant = ''): Promise<LeaseGrant> => {
    const answer = await lease.acquire({ ...subject, variant })
    if (answer.type === 'taken') throw new Error('it is taken')
    return answer.grant
  }
  const taken = async (lease: Lease): Promise<LeaseWait> => {
    const answer = await lease.acquire(subject)
    if (answer.type === 'granted') throw new Error('it was granted')
    return answer.wait
  }
  const codeOf = (lease: Lease): Promise<string> =>
    Promise.resolve(lease.acquire(subject)).then(
      ({ type }) => type,
      (error: unknown) => (error instanceof LeaseError ? error.code : String(error)),
    )
  /** Asks until there is an answer: connections come back by themselves. */
  const eventually = async (lease: Lease): Promise<string> => {
    for (;;) {
      const seen = await codeOf(lease)
      if (seen === 'granted' || seen === 'taken') return seen
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const onServer = async <Answer>(work: (run: Run) => Promise<Answer>): Promise<Answer> => {
    const client = await createClient({ url: server.url, RESP: 2 }).connect()
    try {
      return await work((...words) => client.sendCommand(words))
    } finally {
      client.destroy()
    }
  }

  test('killed: who waits is told soon, who asks fails at once; an empty one in its place goes on, with greater tokens', async () => {
    await begin()
    const [one, other] = [join(), join()]
    const grant = await granted(one)
    const wait = await taken(other)
    const begun = performance.now()
    await server.kill()
    expect(await wait.ended).toBe('lost')
    expect(performance.now() - begun).toBeLessThan(life)
    const asked = performance.now()
    expect(await codeOf(one)).toBe('ERR_LEASE_FAILED')
    expect(performance.now() - asked).toBeLessThan(500)
    grant.release('stored')
    await server.restartEmpty()
    expect(await eventually(other)).toBe('granted')
    expect((await granted(other, 'more')).token).toBeGreaterThan(grant.token)
    expect(await eventually(one)).toBe('taken')
  })

  test('silent: who asks is told that it takes too long, and later ones at once; it goes on when it answers again', async () => {
    await begin()
    const lease = join({ commandTimeout: 500 })
    await eventually(lease)
    server.pause()
    try {
      expect(['ERR_LEASE_TIMEOUT', 'ERR_LEASE_FAILED']).toContain(await codeOf(lease))
      const begun = performance.now()
      while (performance.now() - begun < 500) await codeOf(lease)
      const asked = performance.now()
      expect(await codeOf(lease)).toBe('ERR_LEASE_FAILED')
      expect(performance.now() - asked).toBeLessThan(250)
    } finally {
      server.resume()
    }
    expect(['granted', 'taken']).toContain(await eventually(lease))
  })

  test('cut off for a moment: what was released meanwhile is released, and who waits is told before it runs out', async () => {
    await begin()
    const proxy = await startSlowProxy(server.port)
    const [holder, waiting] = [
      join({ life: 20_000 }, `redis://127.0.0.1:${proxy.port}`),
      join({ life: 20_000 }),
    ]
    const grant = await granted(holder)
    const wait = await taken(waiting)
    proxy.refuse()
    grant.release('uncacheable')
    proxy.admit()
    expect(await wait.ended).toBe('uncacheable')
    await holder.close()
    await proxy.close()
  })

  test('that tells nobody, because a connection broke, is looked at: who waits is told before it runs out', async () => {
    await begin()
    const [holder, waiting] = [join({ life: 20_000 }), join({ life: 20_000 })]
    const grant = await granted(holder)
    const wait = await taken(waiting)
    await onServer(async (run) => {
      await run('CLIENT', 'KILL', 'TYPE', 'pubsub')
    })
    grant.release('stored')
    expect(await wait.ended).toBe('stored')
  })

  test('that lets nobody listen is looked at: who waits is told all the same', async () => {
    const rules = '~* resetchannels +@all'
    await begin({ user: { name: 'cache', password: 'secret', rules } })
    const [holder, waiting] = [join({ life: 20_000 }), join({ life: 20_000 })]
    const grant = await granted(holder)
    const wait = await taken(waiting)
    grant.release('stored')
    expect(await wait.ended).toBe('stored')
  })

  test('that allows what the guide names, and nothing else, is enough', async () => {
    const guide = readFileSync(
      new URL('../../docs/guides/collapsing-across-processes.md', import.meta.url),
      'utf8',
    )
    const [, rules = ''] = /^```text\n(.*)\n```/m.exec(guide) ?? []
    await begin({ user: { name: 'cache', password: 'secret', rules: `${rules} +@connection` } })
    const [holder, waiting] = [join({ life: 20_000 }), join({ life: 20_000 })]
    const grant = await granted(holder)
    await taken(waiting)
    // Once more: the channel is listened to by now, or about to be.
    const wait = await taken(waiting)
    grant.release('stored')
    expect(await wait.ended).toBe('stored')
    // The rules were in force.
    await expect(onServer((run) => run('ACL', 'LOG'))).rejects.toThrow('NOPERM')
  })

  test('full: leases are held as before', async () => {
    await begin()
    const [one, other] = [join(), join()]
    await onServer((run) => run('CONFIG', 'SET', 'maxmemory', '1'))
    const grant = await granted(one)
    const wait = await taken(other)
    grant.release('stored')
    expect(await wait.ended).toBe('stored')
  })
})
