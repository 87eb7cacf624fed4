import { redisStore } from '@cachechart/adapters/redis'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { eventually } from '../fixtures/eventually.ts'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { answered } from './failures/answered.ts'
import { startFailingServer, type FailingServer } from './failures/failing-server.ts'
import { openMatrixStage, slack, type MatrixStage } from './failures/matrix-stage.ts'
import { troubles } from './failures/troubles.ts'

/** Far more than any buffer on the way holds; no piece of it is like another. */
const longText = (word: string): string =>
  Array.from({ length: 400_000 }, (_, index) => `${word} ${index};`.padEnd(20)).join('')

const [first, second] = [longText('first'), longText('second')]

/** More than elsewhere: as many bytes take their time. */
const storeBudget = 1_000

/** For the bytes themselves, on a machine that has other work. */
const transfer = 2_000

const deadly = troubles.filter(({ lookup }) => lookup === 'fails' || lookup === 'hangs')

describe.each(deadly)('when a long body is on its way, and the Redis server is $name,', (trouble) => {
  describeWithRedis('a gateway', () => {
    let failing: FailingServer
    let stage: MatrixStage
    beforeEach(async () => {
      failing = await startFailingServer()
      const store = redisStore({ url: failing.url })
      await answered(store)
      stage = await openMatrixStage(store, { deadlines: { store: storeBudget } })
      stage.origin = first
    })
    afterEach(async () => {
      await stage.strike()
      await failing.stop()
    })

    test('that reads it hands out what is right, as far as it comes, and keeps nobody waiting', async () => {
      await stage.store('/long')
      stage.origin = second
      const { headers, body } = await stage.open('/long')
      expect(headers.get('cache-status')).toContain('; hit')
      let [seen, begun] = ['', 0]
      try {
        for await (const piece of body) {
          seen += Buffer.from(piece).toString()
          if (begun > 0) continue
          await trouble.begin(failing)
          begun = performance.now()
        }
      } catch {
        // It breaks off where the store does.
      }
      expect(performance.now() - begun).toBeLessThan(storeBudget + slack + transfer)
      expect(seen.length).toBeGreaterThan(0)
      expect(first.startsWith(seen)).toBe(true)
      await trouble.end(failing)
    })

    test('that writes it hands out the whole, and nothing of it is found later', async () => {
      const letGo = stage.hold(first.length / 2)
      const asking = stage.ask('/long')
      await eventually('it has begun', () => stage.cache.storeHealth().bytesBehind > 0 || stage.asked > 0)
      await trouble.begin(failing)
      const begun = performance.now()
      letGo()
      const { line } = await asking
      expect(performance.now() - begun).toBeLessThan(storeBudget + slack + transfer)
      expect(line === `200 ${first.trimEnd()}`).toBe(true)
      await stage.settle()
      expect(stage.cache.storeHealth()).toMatchObject({ droppedWrites: 1, bytesBehind: 0 })
      await trouble.end(failing)
      stage.origin = second
      const { line: later } = await stage.until('/long', ({ said }) => said === 'hit')
      expect(later === `200 ${second.trimEnd()}`).toBe(true)
    })
  })
})
