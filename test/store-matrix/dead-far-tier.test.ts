import { redisInvalidations, redisStore } from '@cachechart/adapters/redis'
import { memoryStore, tieredStore, type MemoryStore, type Store } from '@cachechart/core'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { storeText } from '../tiers/stored-text.ts'
import { answered } from './failures/answered.ts'
import { startFailingServer, type FailingServer } from './failures/failing-server.ts'
import { openMatrixStage, slack, storeBudget, type MatrixStage, type Timed } from './failures/matrix-stage.ts'
import { troubles } from './failures/troubles.ts'
import { heardInvalidations, type HeardInvalidations } from './heard-invalidations.ts'

const staleness = 500
const ping = { pingEvery: 100, pingWithin: 100 }
/** Less than a copy is used for: what is heard of the far tier decides, and not its age. */
const keepFor = 60_000
/** Silence is noticed in that time; from then on a copy is used for as long as it may be stale. */
const promised = Math.max(staleness, ping.pingEvery + ping.pingWithin)
/** Of most, on a machine that has other work. */
const nearNothing = 100

const deadly = troubles.filter(({ lookup }) => lookup === 'fails' || lookup === 'hangs')

describe.each(deadly)('with two tiers, and the Redis server behind them $name,', (trouble) => {
  describeWithRedis('a gateway', () => {
    let failing: FailingServer
    let near: MemoryStore
    let far: Store
    let heard: HeardInvalidations
    let stage: MatrixStage
    beforeEach(async () => {
      failing = await startFailingServer()
      near = memoryStore()
      const { url } = failing
      far = redisStore({ url })
      await answered(far)
      heard = heardInvalidations(redisInvalidations({ url, ...ping }))
      const { invalidations, begun } = heard
      const store = tieredStore({ near, far, invalidations, staleness, keepFor })
      await begun
      stage = await openMatrixStage(store, { storeBreaker: { failures: 5, pause: 200 } })
    })
    afterEach(async () => {
      await stage.strike()
      await failing.stop()
    })

    /** What was just written is told of once more, by the server: when that has come, the page is asked for until it is near. */
    const warm = async (): Promise<Timed> => {
      await stage.ask('/page')
      await stage.settle()
      const told = heard.told('another')
      await storeText(far, 'another', 'whatever')
      await told
      for (let tries = 0; tries < 1_000; tries += 1) {
        const answer = await stage.ask('/page')
        await stage.settle()
        if (near.entries > 0) return answer
      }
      throw new Error('the page has not come to be near')
    }

    test('answers from near as long as that may be stale, then from the origin; and from the store when that is back', async () => {
      await warm()
      stage.origin = 'second'
      const begun = performance.now()
      await trouble.begin(failing)
      const hits: Timed[] = []
      let answer = await stage.ask('/page')
      const isOver = (): boolean => performance.now() - begun > promised + storeBudget + slack
      for (; answer.line === '200 first' && !isOver(); answer = await stage.ask('/page')) hits.push(answer)
      expect(new Set(hits.map(({ said }) => said))).toEqual(new Set(['hit']))
      const delays = hits.map(({ millis }) => millis).toSorted((one, other) => one - other)
      expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(nearNothing)
      expect(answer.line).toBe('200 second')
      expect(answer.millis).toBeLessThan(storeBudget + slack)
      await trouble.end(failing)
      stage.origin = 'third'
      await stage.until('/page', ({ said }) => said === 'hit')
      expect((await stage.ask('/page')).line).toBe(trouble.keeps === 'everything' ? '200 first' : '200 third')
    })
  })
})
