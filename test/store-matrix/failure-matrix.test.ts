import { redisStore } from '@cachechart/adapters/redis'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { answerIn, cells, leftIn, missesIn } from './failures/cells.ts'
import { startFailingServer, type FailingServer } from './failures/failing-server.ts'
import { openMatrixStage, slack, storeBudget, type MatrixStage } from './failures/matrix-stage.ts'
import { answered } from './failures/answered.ts'
import { troubles } from './failures/troubles.ts'

/** Longer than all cells together take: what hangs is given up by the cache alone, in each of them. */
const commandTimeout = 30_000

/** Every cell meets the trouble itself. */
const storeBreaker = { failures: Infinity }

describeWithRedis('with the origin down, and the store well,', () => {
  let failing: FailingServer
  let stage: MatrixStage
  beforeAll(async () => {
    failing = await startFailingServer()
    stage = await openMatrixStage(redisStore({ url: failing.url }))
    await stage.until('/there', ({ said }) => said === 'hit')
  })
  afterAll(async () => {
    await stage.strike()
    await failing.stop()
  })

  const rows = cells.filter(({ origin }) => origin === 'down')
  test.each(rows)('the strategy $strategy, a page that is $page', async (cell) => {
    stage.origin = 'first'
    if (cell.page === 'stored') await stage.store(cell.path)
    stage.origin = 'down'
    const { line } = await stage.ask(cell.path, { strategy: cell.strategy })
    expect(line).toBe(answerIn(cell, 'works'))
    stage.origin = 'third'
    const left = await stage.ask(cell.path)
    expect(left.line).toBe(cell.page === 'stored' ? '200 first' : '200 third')
  })

  test('what is stale is served within stale-if-error, and is an error without the store', async () => {
    stage.origin = 'first'
    await stage.ask('/stale', { maxAge: 0 })
    await stage.settle()
    stage.origin = 'down'
    const before = stage.cache.counters()['hit.masked']
    expect((await stage.ask('/stale')).line).toBe('200 first')
    expect(stage.cache.counters()['hit.masked'] - before).toBe(1)
    failing.server.pause()
    const { line, millis } = await stage.ask('/stale')
    failing.server.resume()
    expect(line).toBe('502 problem')
    expect(millis).toBeLessThan(storeBudget + slack)
  })
})

describe.each(troubles)('with a Redis server $name:', (trouble) => {
  describeWithRedis('the failure matrix', () => {
    let failing: FailingServer
    let stage: MatrixStage
    beforeAll(async () => {
      failing = await startFailingServer()
      const store = redisStore({ url: failing.url, commandTimeout })
      await answered(store)
      stage = await openMatrixStage(store, { storeBreaker })
      for (const { path, page } of cells) if (page === 'stored') await stage.store(path)
      await trouble.begin(failing)
      // What is there again is to have been found again: how it fails before is that of a server that was killed.
      if (trouble.lookup === 'misses') await answered(store)
    })
    afterAll(async () => {
      await failing.stop()
    })

    test.each(cells)('$strategy, the origin $origin, a page that is $page', async (cell) => {
      stage.origin = cell.origin === 'down' ? 'down' : 'second'
      const before = stage.cache.counters()['miss.leader']
      const { line, millis } = await stage.ask(cell.path, { strategy: cell.strategy })
      expect(line).toBe(answerIn(cell, trouble.lookup))
      expect(millis).toBeLessThan(storeBudget + slack)
      await stage.settle()
      expect(stage.cache.counters()['miss.leader'] - before).toBe(missesIn(cell, trouble.lookup))
    })

    test('when it is over, what the server kept is found, but for what was replaced, and nothing is owed', async () => {
      await trouble.end(failing)
      stage.origin = 'third'
      await stage.until('/there again', ({ said }) => said === 'hit')
      await stage.settle()
      for (const cell of cells) {
        const { line } = await stage.ask(cell.path)
        expect(`${cell.path}: ${line}`).toBe(`${cell.path}: 200 ${leftIn(cell, trouble) ?? 'third'}`)
      }
      expect(stage.cache.storeHealth()).toMatchObject({ owedInvalidations: 0, bytesBehind: 0 })
      await stage.strike()
    })
  })
})
