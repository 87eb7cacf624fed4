import { describe, expect, test } from '@jest/globals'
import { LeaseError, StoreError, type LeaseGrant, type LeaseWait } from '@cachechart/core'
import { fakeClock } from '@cachechart/core/testing'
import { FakeLink } from './fixtures/fake-link.ts'
import { SharedLease } from './shared-lease.ts'

const subject = { key: 'https://example.com/', variant: '' }

const make = () => {
  const clock = fakeClock()
  const link = new FakeLink()
  link.plan('release', 1)
  link.plan('renew', 1)
  const lease = new SharedLease(link, { prefix: 'p:', life: 3_000, renewEvery: 1_000, clock })
  return { clock, link, lease }
}

type Stage = ReturnType<typeof make>

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
}

const pass = async ({ clock }: Stage, millis: number): Promise<void> => {
  clock.advance(millis)
  await turns()
}

/** Somebody else has it, with the token 7, for a second. */
const wait = async ({ link, lease }: Stage): Promise<LeaseWait> => {
  link.plan('acquire', [0, '7', 1_000])
  const answer = await lease.acquire(subject)
  await turns()
  if (answer.type !== 'taken') throw new Error('it was granted')
  return answer.wait
}

const grant = async ({ link, lease }: Stage): Promise<LeaseGrant> => {
  link.plan('acquire', [1, '7'])
  const answer = await lease.acquire(subject)
  if (answer.type !== 'granted') throw new Error('it was taken')
  return answer.grant
}

const pending = Symbol('pending')
const stateOf = ({ ended }: LeaseWait) => Promise.race([ended, turns().then(() => pending)])

/** Waits while the channel is listened to, and nothing has been looked at. */
const settledWait = async (stage: Stage): Promise<LeaseWait> => {
  stage.link.plan('look', [1, 1_000])
  await wait(stage).then((first) => first.leave())
  const waiting = await wait(stage)
  stage.link.calls.length = 0
  return waiting
}

describe('who waits', () => {
  test('is told of an end that was published before the answer that they have to wait', async () => {
    const stage = make()
    const { link, lease } = stage
    await settledWait(stage)
    const answer = Promise.withResolvers<(string | number)[]>()
    link.plan('acquire', answer.promise)
    const asking = lease.acquire(subject)
    link.publish(`8 uncacheable ${link.name}`)
    answer.resolve([0, '8', 1_000])
    const answered = await asking
    expect(answered.type === 'taken' && (await stateOf(answered.wait))).toBe('uncacheable')
  })

  test('is told by the message alone, and asks nothing', async () => {
    const stage = make()
    const waiting = await settledWait(stage)
    stage.link.publish(`7 stored ${stage.link.name}`)
    expect([await stateOf(waiting), stage.link.calls]).toEqual(['stored', []])
  })

  test('is told that it is lost when a later lease has ended, and nothing when an earlier one has', async () => {
    const stage = make()
    const waiting = await settledWait(stage)
    stage.link.publish(`6 stored ${stage.link.name}`)
    stage.link.publish(`7 stored ${stage.link.name}x`)
    stage.link.publish('no message')
    expect(await stateOf(waiting)).toBe(pending)
    stage.link.publish(`8 stored ${stage.link.name}`)
    expect(await stateOf(waiting)).toBe('lost')
  })

  test('looks by itself when the lease should have run out, and goes on where it was renewed', async () => {
    const stage = make()
    const waiting = await settledWait(stage)
    stage.link.plan('look', [1, 500], [0, ''])
    await pass(stage, 1_009)
    expect(stage.link.calls).toEqual([])
    await pass(stage, 1)
    expect([stage.link.calls, await stateOf(waiting)]).toEqual([['look 7'], pending])
    await pass(stage, 510)
    expect([stage.link.calls, await stateOf(waiting)]).toEqual([['look 7', 'look 7'], 'lost'])
    expect(stage.clock.pending()).toBe(0)
  })

  test('finds by looking what has ended before the channel was listened to', async () => {
    const stage = make()
    const listening = Promise.withResolvers<undefined>()
    stage.link.subscribing = listening.promise
    const waiting = await wait(stage)
    expect(stage.link.calls).toEqual(['acquire'])
    stage.link.plan('look', [0, 'stored'])
    listening.resolve(undefined)
    expect([await stateOf(waiting), stage.link.calls]).toEqual(['stored', ['acquire', 'look 7']])
  })

  test('looks at once where the channel began to be listened to between the question and its answer', async () => {
    const stage = make()
    const { link, lease } = stage
    const [listening, answer] = [
      Promise.withResolvers<undefined>(),
      Promise.withResolvers<(string | number)[]>(),
    ]
    link.subscribing = listening.promise
    link.plan('acquire', answer.promise)
    link.plan('look', [0, 'stored'])
    const asking = lease.acquire(subject)
    listening.resolve(undefined)
    await turns()
    answer.resolve([0, '7', 1_000])
    const answered = await asking
    expect(answered.type === 'taken' && (await stateOf(answered.wait))).toBe('stored')
  })

  test('looks four times a second while the channel cannot be listened to, and tries to', async () => {
    const stage = make()
    stage.link.subscribing = Promise.reject(new Error('NOPERM'))
    stage.link.plan('look', [1, 3_000])
    const waiting = await wait(stage)
    for (let quarter = 0; quarter < 4; quarter += 1) await pass(stage, 260)
    expect(stage.link.calls).toEqual(['acquire', 'look 7', 'look 7', 'look 7', 'look 7'])
    expect(stage.link.subscriptions).toBe(5)
    stage.link.subscribing = Promise.resolve()
    await pass(stage, 260)
    stage.link.publish(`7 stored ${stage.link.name}`)
    expect(await stateOf(waiting)).toBe('stored')
  })

  test('looks soon after a connection was lost, and as soon as one is back', async () => {
    const stage = make()
    const waiting = await settledWait(stage)
    stage.link.goDown()
    await pass(stage, 99)
    expect(stage.link.calls).toEqual([])
    await pass(stage, 1)
    expect(stage.link.calls.length).toBeGreaterThan(0)
    // Which of the connections was lost is not known: that it listens is found out anew.
    expect(stage.link.subscriptions).toBe(2)
    stage.link.plan('look', [0, 'stored'])
    stage.link.comeBack()
    expect(await stateOf(waiting)).toBe('stored')
    expect(stage.clock.pending()).toBe(0)
  })

  test('is told that it is lost when the server cannot be asked', async () => {
    const stage = make()
    const waiting = await settledWait(stage)
    stage.link.plan('look', new StoreError('ERR_STORE_TIMEOUT', 'silent'))
    stage.link.goDown()
    await pass(stage, 100)
    expect(await stateOf(waiting)).toBe('lost')
  })

  test('is told nothing any more when they have left', async () => {
    const stage = make()
    const waiting = await settledWait(stage)
    waiting.leave()
    waiting.leave()
    stage.link.publish(`7 stored ${stage.link.name}`)
    expect([await stateOf(waiting), stage.clock.pending()]).toEqual([pending, 0])
  })
})

describe('a holder', () => {
  test('renews until it releases', async () => {
    const stage = make()
    const granted = await grant(stage)
    await pass(stage, 1_000)
    await pass(stage, 1_000)
    expect(stage.link.calls).toEqual(['acquire', 'renew', 'renew'])
    granted.release('uncacheable')
    granted.release('stored')
    await pass(stage, 5_000)
    expect(stage.link.calls).toEqual(['acquire', 'renew', 'renew', 'release uncacheable'])
    expect(stage.clock.pending()).toBe(0)
  })

  test('tries again to renew what it could not, and gives up what has gone', async () => {
    const stage = make()
    await grant(stage)
    stage.link.plan('renew', new StoreError('ERR_STORE_FAILED', 'down'), 1, 0)
    for (let second = 0; second < 5; second += 1) await pass(stage, 1_000)
    expect(stage.link.calls).toEqual(['acquire', 'renew', 'renew', 'renew'])
    expect(stage.clock.pending()).toBe(0)
  })

  test('renews at once when a connection is back', async () => {
    const stage = make()
    await grant(stage)
    await pass(stage, 900)
    stage.link.comeBack()
    await turns()
    await pass(stage, 999)
    expect(stage.link.calls).toEqual(['acquire', 'renew'])
    await pass(stage, 1)
    expect(stage.link.calls).toEqual(['acquire', 'renew', 'renew'])
  })

  test('that releases while a renewal is under way renews no more', async () => {
    const stage = make()
    const granted = await grant(stage)
    const renewal = Promise.withResolvers<number>()
    stage.link.plan('renew', renewal.promise)
    await pass(stage, 1_000)
    granted.release('stored')
    renewal.resolve(1)
    await turns()
    expect(stage.clock.pending()).toBe(0)
  })

  test('releases again, soon and when a connection is back, what was not heard', async () => {
    const stage = make()
    const granted = await grant(stage)
    stage.link.plan('release', new StoreError('ERR_STORE_FAILED', 'down'))
    granted.release('stored')
    await turns()
    await pass(stage, 250)
    expect(stage.link.calls).toEqual(['acquire', 'release stored', 'release stored'])
    stage.link.plan('release', 1)
    stage.link.comeBack()
    await turns()
    expect(stage.link.calls).toHaveLength(4)
    await pass(stage, 10_000)
    expect(stage.link.calls).toHaveLength(4)
    expect(stage.clock.pending()).toBe(0)
  })

  test('releases no more what has run out', async () => {
    const stage = make()
    const granted = await grant(stage)
    stage.link.plan('release', new StoreError('ERR_STORE_FAILED', 'down'))
    granted.release('stored')
    await turns()
    for (let quarter = 0; quarter < 11; quarter += 1) await pass(stage, 250)
    expect(stage.link.calls).toHaveLength(13)
    await pass(stage, 250)
    stage.link.comeBack()
    expect(stage.link.calls).toHaveLength(13)
    expect(stage.clock.pending()).toBe(0)
  })
})

describe('what was asked for', () => {
  test('and not answered is given back when a connection is there again', async () => {
    const stage = make()
    stage.link.plan('acquire', new StoreError('ERR_STORE_TIMEOUT', 'silent'))
    await expect(stage.lease.acquire(subject)).rejects.toMatchObject({ code: 'ERR_LEASE_TIMEOUT' })
    stage.link.comeBack()
    await turns()
    expect(stage.link.calls).toEqual(['acquire', 'release lost'])
    expect(stage.clock.pending()).toBe(0)
  })

  test('and refused by the server is not', async () => {
    const stage = make()
    const cause = new Error('NOPERM this user has no permissions')
    stage.link.plan('acquire', new StoreError('ERR_STORE_FAILED', 'refused', { cause }))
    const failure = await stage.lease.acquire(subject).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(LeaseError)
    expect(failure).toMatchObject({ code: 'ERR_LEASE_FAILED' })
    stage.link.comeBack()
    expect(stage.link.calls).toEqual(['acquire'])
  })

  test.each([
    [null],
    ['OK'],
    [[]],
    [[1]],
    [[1, 'x']],
    [[1, '9007199254740993']],
    [[0, '7']],
    [[0, '7', -5]],
    [[3, '7', 5]],
  ])('and answered with %j is an error', async (reply) => {
    const stage = make()
    stage.link.plan('acquire', reply)
    await expect(stage.lease.acquire(subject)).rejects.toMatchObject({ code: 'ERR_LEASE_FAILED' })
  })
})

describe('close()', () => {
  test('releases what is granted while it waits, ends all waits, and leaves nothing', async () => {
    const stage = make()
    const { link, lease, clock } = stage
    const waiting = await settledWait(stage)
    await grant(stage)
    const answer = Promise.withResolvers<(string | number)[]>()
    link.plan('acquire', answer.promise)
    const asking = lease.acquire(subject)
    link.calls.length = 0
    const closing = lease.close()
    expect(await stateOf(waiting)).toBe('lost')
    expect([link.calls, link.closed]).toEqual([['release lost'], 0])
    answer.resolve([1, '9'])
    await expect(asking).rejects.toMatchObject({ code: 'ERR_LEASE_CLOSED' })
    await closing
    await lease.close()
    expect([link.calls, link.closed]).toEqual([['release lost', 'release lost'], 1])
    expect([link.listeners, clock.pending()]).toEqual([0, 0])
    await expect(lease.acquire(subject)).rejects.toMatchObject({ code: 'ERR_LEASE_CLOSED' })
  })

  test('leaves alone what could not be released', async () => {
    const stage = make()
    await grant(stage)
    stage.link.plan('release', new StoreError('ERR_STORE_FAILED', 'down'))
    await stage.lease.close()
    expect(stage.clock.pending()).toBe(0)
    stage.link.comeBack()
    expect(stage.link.calls).toEqual(['acquire', 'release lost'])
  })

  test('ends who was about to wait', async () => {
    const stage = make()
    const { link, lease } = stage
    const answer = Promise.withResolvers<(string | number)[]>()
    link.plan('acquire', answer.promise)
    const asking = lease.acquire(subject)
    const closing = lease.close()
    answer.resolve([0, '9', 1_000])
    await expect(asking).rejects.toMatchObject({ code: 'ERR_LEASE_CLOSED' })
    await closing
    expect(link.listeners).toBe(0)
  })
})
