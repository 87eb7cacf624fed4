import { describe, expect, test } from '@jest/globals'
import { emptyBody } from './bytes-body.ts'
import type { CacheResponse } from './cache-api.ts'
import { Outcome } from './outcome.ts'

const response: CacheResponse = {
  status: 200,
  reason: 'OK',
  fields: [],
  body: emptyBody,
  source: 'cache',
  maskedError: undefined,
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
