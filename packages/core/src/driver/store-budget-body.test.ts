import { describe, expect, test } from '@jest/globals'
import { fakeBody } from '../testing/fake-body.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { bodyAtHand, settled } from '../testing/relay-scene.ts'
import { StoreBreaker } from './store-breaker.ts'
import { StoreBudget } from './store-budget.ts'
import { budgetedBody } from './store-budget-body.ts'

/** A stored body of which the test sends the pieces, and what became of those who asked for them. */
const setUp = (limit = 2_000) => {
  const clock = fakeClock()
  const breaker = new StoreBreaker({ clock, random: () => 0.5 }, { failures: 3 })
  const storeBudget = new StoreBudget(limit)
  const source = fakeBody()
  const stored = {
    bytes: undefined,
    length: undefined,
    cancels: 0,
    cancel: () => void (stored.cancels += 1),
    [Symbol.asyncIterator]: () => source[Symbol.asyncIterator](),
  }
  const body = budgetedBody(stored, { environment: { clock, breaker }, storeBudget })
  const iterator = body[Symbol.asyncIterator]()
  const told: unknown[] = []
  const ask = (): void => {
    iterator.next().then(
      ({ done, value }) => told.push(done === true ? 'end' : new TextDecoder().decode(value)),
      (error: unknown) => told.push(error),
    )
  }
  return { clock, breaker, storeBudget, source, stored, body, ask, told }
}

const tooLate = expect.objectContaining({ name: 'StoreError', code: 'ERR_STORE_TIMEOUT' })

describe('a stored body that is read within a budget', () => {
  test('is left as it is where it is at hand', () => {
    const { clock, breaker, storeBudget } = setUp()
    const body = bodyAtHand(new Uint8Array(3))
    expect(budgetedBody(body, { environment: { clock, breaker }, storeBudget })).toBe(body)
  })

  test('comes as its store sends it, and leaves no timer behind', async () => {
    const { clock, breaker, source, ask, told } = setUp()
    breaker.failed()
    source.push('abc')
    source.end()
    ask()
    ask()
    await settled()
    ask()
    await settled()
    expect([told, clock.pending(), breaker.health.failures]).toEqual([['abc', 'end', 'end'], 0, 0])
  })

  test('ends in an error when the budget is used up, and the store is told that nobody reads', async () => {
    const { clock, breaker, storeBudget, stored, ask, told } = setUp()
    storeBudget.charge(500)
    ask()
    await settled()
    clock.advance(1_499)
    await settled()
    expect(told).toEqual([])
    clock.advance(1)
    await settled()
    ask()
    await settled()
    expect(told).toEqual([tooLate, tooLate])
    expect([stored.cancels, breaker.health.failures, clock.pending()]).toEqual([1, 1, 0])
  })

  test('does not charge what the client takes for itself', async () => {
    const { clock, storeBudget, source, ask, told } = setUp()
    source.push('abc')
    ask()
    await settled()
    clock.advance(60_000)
    source.push('def')
    ask()
    await settled()
    expect([told, storeBudget.left]).toEqual([['abc', 'def'], 2_000])
    ask()
    await settled()
    clock.advance(2_000)
    await settled()
    expect(told).toEqual(['abc', 'def', tooLate])
  })

  test('may trickle for as long as the budget lasts, however many pieces that are', async () => {
    const { clock, source, ask, told } = setUp()
    for (let pieces = 0; pieces < 25; pieces += 1) {
      ask()
      await settled()
      clock.advance(100)
      source.push('a')
      await settled()
    }
    expect(told.indexOf('a')).toBe(0)
    expect(told.filter((piece) => piece === 'a')).toHaveLength(20)
    expect(told[20]).toEqual(tooLate)
  })

  test('may take as long as it is long, where the store keeps its pace', async () => {
    const { clock, source, ask, told } = setUp()
    const piece = 'a'.repeat(128 * 1024)
    for (let pieces = 0; pieces < 10; pieces += 1) {
      ask()
      await settled()
      clock.advance(1_000)
      source.push(piece)
      await settled()
    }
    expect(told).toEqual(Array.from({ length: 10 }, () => piece))
  })

  test('passes on the error of its store, to all who have asked', async () => {
    const { breaker, clock, source, ask, told } = setUp()
    ask()
    ask()
    await settled()
    const broken = new Error('disk')
    source.fail(broken)
    await settled()
    expect([told, breaker.health.failures, clock.pending()]).toEqual([[broken, broken], 1, 0])
  })

  test('ends for who waits for it when it is given up, and says nothing of the store', async () => {
    const { breaker, clock, stored, body, ask, told } = setUp()
    ask()
    await settled()
    body.cancel()
    body.cancel()
    await settled()
    expect([told, stored.cancels, breaker.health.failures, clock.pending()]).toEqual([['end'], 2, 0, 0])
  })

  test('makes no timer where the store may take as long as it likes', async () => {
    const { clock, ask } = setUp(Infinity)
    ask()
    await settled()
    expect(clock.pending()).toBe(0)
  })
})
