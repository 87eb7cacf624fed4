import { redisStore } from '@cachechart/adapters/redis'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { eventually } from '../fixtures/eventually.ts'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { answered } from './failures/answered.ts'
import { startFailingServer, type FailingServer } from './failures/failing-server.ts'
import { openMatrixStage, slack, storeBudget, type MatrixStage, type Timed } from './failures/matrix-stage.ts'
import { troubles } from './failures/troubles.ts'

const failures = 5

/** Longer than what is measured while the store is left alone; or short, so that it is soon found again. */
const pauses = { long: 30_000, short: 200 }

/** Next to nothing, on a machine that has other work. */
const nearNothing = 100

/** What fails for all, whatever is asked. */
const deadly = troubles.filter(({ lookup }) => lookup === 'fails' || lookup === 'hangs')

describe.each(deadly)('with a Redis server $name,', (trouble) => {
  describeWithRedis('a gateway', () => {
    let failing: FailingServer
    let stage: MatrixStage
    const begin = async (pause: keyof typeof pauses): Promise<void> => {
      const store = redisStore({ url: failing.url })
      await answered(store)
      stage = await openMatrixStage(store, { storeBreaker: { failures, pause: pauses[pause] } })
      await stage.store('/kept')
      await trouble.begin(failing)
      stage.origin = 'second'
    }
    beforeEach(async () => {
      failing = await startFailingServer()
    })
    afterEach(async () => {
      await stage.strike()
      await failing.stop()
    })

    /** So many requests at the same time for one page, which the origin answers when all are there. */
    const crowd = async (path: string, count: number): Promise<readonly Timed[]> => {
      const before = stage.cache.ledger().followers.taken
      const letGo = stage.hold()
      const asking = Promise.all(Array.from({ length: count }, () => stage.ask(path)))
      await eventually('all wait for one', () => stage.cache.ledger().followers.taken === before + count - 1)
      letGo()
      return asking
    }

    test('adds no more than the store budget to the first requests, and next to nothing to those after them', async () => {
      await begin('long')
      const first: number[] = []
      while (stage.cache.storeBreaker() === 'closed') first.push((await stage.ask('/kept')).millis)
      expect(first).toHaveLength(failures)
      expect(Math.max(...first)).toBeLessThan(storeBudget + slack)
      const later: number[] = []
      for (let count = 0; count < 50; count += 1) later.push((await stage.ask(`/${count}`)).millis)
      const sorted = later.toSorted((one, other) => one - other)
      expect(sorted[Math.floor(later.length * 0.9)]).toBeLessThan(nearNothing)
      expect(stage.cache.storeHealth().reads).toMatchObject({ state: 'open', opened: 1, refused: 50 })
    })

    test('lets 100 requests for one page be one to the origin, before the store is given up and after', async () => {
      await begin('long')
      for (const path of ['/before', '/after', '/after']) {
        const asked = stage.asked
        const answers = await crowd(path, 100)
        expect(new Set(answers.map(({ line }) => line))).toEqual(new Set(['200 second']))
        expect(stage.asked - asked).toBe(1)
        expect(stage.cache.storeBreaker()).toBe('open')
      }
    })

    test('asks the store again when it is back, and finds what it kept', async () => {
      await begin('short')
      while (stage.cache.storeBreaker() === 'closed') await stage.ask('/kept')
      await trouble.end(failing)
      stage.origin = 'third'
      const found = await stage.until('/kept', ({ said }) => said === 'hit')
      expect(found.line).toBe(trouble.keeps === 'everything' ? '200 first' : '200 third')
      expect(stage.cache.storeHealth()).toMatchObject({
        reads: { state: 'closed', failures: 0 },
        writes: { state: 'closed' },
      })
    })
  })
})
