import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { redisLease, redisStore } from '@cachechart/adapters/redis'
import type { Lease, LeaseGrant, LeaseWait } from '@cachechart/core'
import { sampleResponse } from '@cachechart/core/testing'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { startHolder, type HolderProcess } from './holder-process.ts'
import { patience } from './redis-trial.ts'

const subject = { key: 'https://example.com/', variant: '' }
const life = 1_000
const slack = 1_000

describeWithRedis('when another process has the lease', () => {
  let server: RedisServer
  let lease: Lease
  let holder: HolderProcess
  beforeAll(async () => {
    server = await startRedisServer()
  })
  beforeEach(async () => {
    lease = redisLease({ url: server.url, life, ...patience })
    holder = await startHolder(server.url, life)
  })
  afterEach(async () => {
    holder.child.kill('SIGCONT')
    await holder.kill()
    await lease.close()
  })
  afterAll(() => server.stop())

  const taken = async (): Promise<LeaseWait> => {
    const answer = await lease.acquire(subject)
    if (answer.type === 'granted') throw new Error('it was granted to two')
    return answer.wait
  }
  const granted = async (): Promise<LeaseGrant> => {
    const answer = await lease.acquire(subject)
    if (answer.type === 'taken') throw new Error('it is taken still')
    return answer.grant
  }
  const endedIn = async (wait: LeaseWait): Promise<readonly [string, number]> => {
    const begun = performance.now()
    return [await wait.ended, performance.now() - begun]
  }

  test('its release is told at once', async () => {
    const wait = await taken()
    const ending = endedIn(wait)
    await holder.release()
    const [how] = await ending
    expect(how).toBe('stored')
    expect((await granted()).token).toBeGreaterThan(holder.token)
  })

  test('and is killed, the lease is lost within its life, and the next token is greater', async () => {
    const wait = await taken()
    await holder.kill()
    const [how, after] = await endedIn(wait)
    expect(how).toBe('lost')
    expect(after).toBeLessThan(life + slack)
    expect((await granted()).token).toBeGreaterThan(holder.token)
  })

  test('and is stopped for longer than its life, it is late: nothing is written with its token, or released', async () => {
    const wait = await taken()
    holder.child.kill('SIGSTOP')
    const [how, after] = await endedIn(wait)
    expect([how, after < life + slack]).toEqual(['lost', true])
    const next = await granted()
    expect(next.token).toBeGreaterThan(holder.token)
    const store = redisStore({ url: server.url, ...patience })
    const write = ({ token }: { readonly token: number }) =>
      store.put(subject.key, sampleResponse(), { lease: { ...subject, token } }).commit()
    expect([await write(next), await write(holder)]).toEqual(['stored', 'refused'])
    await store.close()
    holder.child.kill('SIGCONT')
    await holder.release()
    const waiting = await taken()
    next.release('uncacheable')
    expect(await waiting.ended).toBe('uncacheable')
  })

  test('and is stopped for less than its life, it has it still', async () => {
    const wait = await taken()
    holder.child.kill('SIGSTOP')
    const half = new Promise((resolve) => setTimeout(resolve, life / 2, 'waiting'))
    expect(await Promise.race([wait.ended, half])).toBe('waiting')
    holder.child.kill('SIGCONT')
    await holder.release()
    expect(await wait.ended).toBe('stored')
  })
})
