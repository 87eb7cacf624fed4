import { describe, expect, test } from '@jest/globals'
import { IllegalEventError, step } from './step.ts'
import { transactionNodes } from './transaction-table.ts'

const errorOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('step', () => {
  test('gives the edge that the event takes from the state', () => {
    expect(step(transactionNodes.awaitCache, 'deadline.passed')).toEqual({
      event: 'deadline.passed',
      target: transactionNodes['awaitBackend.attached'],
      effects: ['deadline.clear', 'lookup.cancel', 'backend.send', 'deadline.set'],
    })
  })

  test('refuses an event that the state does not list, and says which ones it does, in alphabetical order', () => {
    const error = errorOf(() => step(transactionNodes.received, 'reply.store'))
    expect(error).toBeInstanceOf(IllegalEventError)
    expect(error).toMatchObject({
      name: 'IllegalEventError',
      code: 'ERR_ILLEGAL_EVENT',
      state: 'received',
      event: 'reply.store',
      message:
        'event "reply.store" is illegal in state "received"; ' +
        'expected refresh.begin, refresh.leaseObliged, request.lookup, request.pass, request.unsatisfied',
    })
  })

  test('says of a final state that it expects nothing', () => {
    expect(errorOf(() => step(transactionNodes.settled, 'fetch.stopped'))).toMatchObject({
      state: 'settled',
      message: 'event "fetch.stopped" is illegal in state "settled"; expected nothing: the state is final',
    })
  })
})
