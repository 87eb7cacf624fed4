import { describe, expect, test } from '@jest/globals'
import { emptyBody } from './bytes-body.ts'
import type { CacheResponse } from './cache-response.ts'
import { Outcome } from './outcome.ts'

const response: CacheResponse = {
  status: 200,
  reason: 'OK',
  fields: [],
  body: emptyBody,
  source: 'origin',
  outcome: 'pass',
  cached: false,
  stale: false,
  age: undefined,
  ttl: undefined,
  hits: 0,
  surrogateKeys: [],
  maskedError: undefined,
  waited: false,
  role: 'client',
  trailers: () => [],
}

describe('an outcome', () => {
  test('is not there until it is settled, and whoever waits then hears of it', async () => {
    const outcome = new Outcome()
    expect([outcome.isSettled, outcome.poll()]).toEqual([false, undefined])
    const waiting = outcome.wait()
    outcome.settle({ type: 'response', response })
    expect(await waiting).toBe(response)
  })

  test('is remembered: polling and waiting twice give the same', async () => {
    const outcome = new Outcome()
    outcome.settle({ type: 'response', response })
    expect([outcome.poll(), outcome.poll()]).toEqual([response, response])
    expect(outcome.wait()).toBe(outcome.wait())
    expect(await outcome.wait()).toBe(response)
  })

  test('that is an error is thrown by poll and rejects every wait', async () => {
    const outcome = new Outcome()
    const error = new Error('no')
    const waiting = outcome.wait()
    outcome.settle({ type: 'error', error })
    await expect(waiting).rejects.toBe(error)
    await expect(outcome.wait()).rejects.toBe(error)
    expect(() => outcome.poll()).toThrow(error)
  })

  test('stands once it is settled', () => {
    const outcome = new Outcome()
    outcome.settle({ type: 'response', response })
    outcome.settle({ type: 'error', error: new Error('too late') })
    expect(outcome.poll()).toBe(response)
  })
})

describe('header operations on an outcome', () => {
  const plain: CacheResponse = { ...response, fields: ['A', '1'] }

  test('are applied to the response when it is taken, once, and it is remembered so', async () => {
    const outcome = new Outcome()
    outcome.operations.append('A', '2', 'any')
    outcome.settle({ type: 'response', response: plain })
    outcome.operations.append('A', '3', 'response')
    const taken = outcome.poll()
    expect(taken?.fields).toEqual(['A', '1', 'A', '2', 'A', '3'])
    expect(outcome.poll()).toBe(taken)
    expect(await outcome.wait()).toBe(taken)
    expect(plain.fields).toEqual(['A', '1'])
  })

  test('may be given while somebody waits, until the response is there', async () => {
    const outcome = new Outcome()
    const waiting = outcome.wait()
    outcome.operations.set('A', '2', 'any')
    outcome.settle({ type: 'response', response: plain })
    expect((await waiting).fields).toEqual(['A', '2'])
  })

  test.each<[string, (outcome: Outcome) => void]>([
    ['polled', (outcome) => void outcome.poll()],
    ['waited for', (outcome) => void outcome.wait()],
    ['handed over', (outcome) => outcome.seal()],
    ['made into an error response', (outcome) => void outcome.errorFields([])],
  ])('come too late once it was %s', (_way, take) => {
    const outcome = new Outcome()
    outcome.settle({ type: 'response', response: plain })
    expect(() => outcome.operations).not.toThrow()
    take(outcome)
    expect(() => outcome.operations).toThrow(expect.objectContaining({ code: 'ERR_COMPLETED' }))
  })

  test('do not come too late because somebody polled when there was nothing yet', () => {
    const outcome = new Outcome()
    expect(outcome.poll()).toBeUndefined()
    expect(() => outcome.operations).not.toThrow()
  })

  test('for errors are for what is made of an error, and of what the cache itself has to say', () => {
    const outcome = new Outcome()
    outcome.operations.set('X', 'error', 'error')
    outcome.operations.set('Y', 'response', 'response')
    outcome.settle({ type: 'error', error: new Error('no') })
    expect(outcome.errorFields(['A', '1'])).toEqual(['A', '1', 'X', 'error'])
    const unsatisfied = new Outcome()
    unsatisfied.operations.set('X', 'error', 'error')
    unsatisfied.operations.set('Y', 'response', 'response')
    unsatisfied.settle({ type: 'response', response: { ...plain, source: 'cache' } })
    expect(unsatisfied.poll()?.fields).toEqual(['A', '1', 'X', 'error'])
  })

  test('that there are none of leave the very same response, and fields', () => {
    const outcome = new Outcome()
    outcome.settle({ type: 'response', response: plain })
    expect(outcome.poll()).toBe(plain)
    const fields = ['A', '1']
    expect(outcome.errorFields(fields)).toBe(fields)
  })
})

describe('whoever is to be called back', () => {
  test('is, once there is an outcome, and at once where there is one', () => {
    const outcome = new Outcome()
    const called: string[] = []
    outcome.onReady(() => called.push('early'))
    outcome.settle({ type: 'error', error: 1 })
    outcome.onReady(() => called.push('late'))
    expect(called).toEqual(['early', 'late'])
  })

  test('is not, when that was taken back', () => {
    const outcome = new Outcome()
    const called: string[] = []
    const forget = outcome.onReady(() => called.push('one'))
    outcome.onReady(() => called.push('two'))
    forget()
    outcome.settle({ type: 'response', response })
    expect(called).toEqual(['two'])
  })

  test('has not taken the outcome by that', () => {
    const outcome = new Outcome()
    outcome.onReady(() => {})
    outcome.settle({ type: 'response', response })
    expect(() => outcome.operations).not.toThrow()
  })
})
