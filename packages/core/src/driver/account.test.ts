import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, test } from '@jest/globals'
import type { Leak } from '../engine/trace.ts'
import { sampleTransaction } from '../testing/sample-transaction.ts'
import { Account } from './account.ts'

const leak: Leak = {
  what: 'obligation',
  how: 'lost',
  transaction: sampleTransaction('failed').history.toTrace(),
}

const stage = (onLeak?: (leak: Leak) => void) => {
  const tolerated: unknown[] = []
  const account = new Account({ onLeak, tolerate: (error) => tolerated.push(error) })
  return { account, tolerated }
}

const even = { taken: 0, discharged: 0 }

describe('the ledger', () => {
  test.each([
    ['obligation', 'obligations'],
    ['client', 'clients'],
    ['follower', 'followers'],
    ['writer', 'writers'],
    ['lease', 'leases'],
  ] as const)('counts what was taken and what was given of each kind by itself: %s', (what, line) => {
    const { account } = stage()
    for (let each = 0; each < 3; each += 1) account.take(what)
    for (let each = 0; each < 2; each += 1) account.discharge(what)
    expect(account.toLedger()).toEqual({
      obligations: even,
      clients: even,
      followers: even,
      writers: even,
      leases: even,
      leaks: 0,
      [line]: { taken: 3, discharged: 2 },
    })
  })

  test('is what it was when it was asked for', () => {
    const { account } = stage()
    const before = account.toLedger()
    account.take('client')
    account.report(leak)
    expect([before.clients, before.leaks]).toEqual([even, 0])
  })

  test('tells of a leak, counts it, and leaves the lines alone', () => {
    const told: Leak[] = []
    const { account } = stage((each) => told.push(each))
    account.report(leak)
    account.report({ ...leak, how: 'twice' })
    expect(told).toEqual([leak, { ...leak, how: 'twice' }])
    expect(account.toLedger()).toEqual({
      obligations: even,
      clients: even,
      followers: even,
      writers: even,
      leases: even,
      leaks: 2,
    })
  })

  test('suffers a listener that throws, and tells the channel all the same', () => {
    const error = new Error('listener')
    const published: unknown[] = []
    const subscriber = (message: unknown) => published.push(message)
    subscribe('cachechart:leak', subscriber)
    const { account, tolerated } = stage(() => {
      throw error
    })
    account.report(leak)
    unsubscribe('cachechart:leak', subscriber)
    account.report(leak)
    expect([tolerated, published, account.toLedger().leaks]).toEqual([[error, error], [leak], 2])
  })

  test('does without a listener', () => {
    const { account, tolerated } = stage()
    account.report(leak)
    expect([account.toLedger().leaks, tolerated]).toEqual([1, []])
  })
})
