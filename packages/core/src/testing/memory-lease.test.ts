import { expect, test } from '@jest/globals'
import type { LeaseAnswer } from '../ports/lease.ts'
import { LeaseError } from '../ports/port-errors.ts'
import { fakeClock } from './fake-clock.ts'
import { memoryLease } from './memory-lease.ts'

const subject = { key: 'https://example.com/', variant: '' }

/** What an answer that comes at once says. */
const typeOf = (answer: LeaseAnswer | PromiseLike<LeaseAnswer>): string =>
  'type' in answer ? answer.type : 'a promise'

test('a lease in memory answers at once, and tells who has it and how many wait', () => {
  const lease = memoryLease({ clock: fakeClock() })
  const other = lease.join()
  expect(lease.holder(subject)).toBeUndefined()
  expect([typeOf(lease.acquire(subject)), typeOf(other.acquire(subject))]).toEqual(['granted', 'taken'])
  expect(other.holder(subject)).toEqual({ ...subject, token: 1 })
  expect([lease.waiting(subject), lease.waiting({ ...subject, variant: 'other' })]).toEqual([1, 0])
})

test('what is forgotten is lost for those who wait, and nothing for whoever has it next', async () => {
  const lease = memoryLease({ clock: fakeClock() })
  const late = await lease.acquire(subject)
  const waiting = await lease.join().acquire(subject)
  lease.forget(subject)
  expect(waiting.type === 'taken' && (await waiting.wait.ended)).toBe('lost')
  lease.forget(subject)
  await lease.join().acquire(subject)
  if (late.type === 'granted') late.grant.release('stored')
  expect(lease.holder(subject)?.token).toBe(2)
})

test('what a stalled process holds, or is granted, runs out after its life', async () => {
  const clock = fakeClock()
  const lease = memoryLease({ clock, life: 300 })
  await lease.acquire(subject)
  expect(clock.pending()).toBe(0)
  clock.advance(10_000)
  lease.stall()
  lease.stall()
  await lease.acquire({ ...subject, variant: 'later' })
  clock.advance(299)
  expect(lease.holder(subject)?.token).toBe(1)
  clock.advance(1)
  expect([lease.holder(subject), lease.holder({ ...subject, variant: 'later' })]).toEqual([
    undefined,
    undefined,
  ])
  expect(clock.pending()).toBe(0)
})

test('what is released does not run out any more', async () => {
  const clock = fakeClock()
  const lease = memoryLease({ clock })
  const answer = await lease.acquire(subject)
  lease.stall()
  expect(clock.pending()).toBe(1)
  if (answer.type === 'granted') answer.grant.release('stored')
  expect(clock.pending()).toBe(0)
})

test('a test lets calls fail, once each', async () => {
  const lease = memoryLease()
  lease.failNext()
  lease.failNext(new LeaseError('ERR_LEASE_UNAVAILABLE', 'no server'))
  expect(() => lease.acquire(subject)).toThrow(expect.objectContaining({ code: 'ERR_LEASE_FAILED' }))
  lease.setDelay('microtask')
  await expect(lease.acquire(subject)).rejects.toMatchObject({ code: 'ERR_LEASE_UNAVAILABLE' })
  expect((await lease.acquire(subject)).type).toBe('granted')
})

test('a test holds answers back; what was asked for is done already', async () => {
  const lease = memoryLease({ clock: fakeClock() })
  lease.setDelay('manual')
  const first = lease.acquire(subject)
  lease.failNext()
  const second = lease.acquire({ ...subject, variant: 'failing' })
  expect(lease.held).toEqual([subject, { ...subject, variant: 'failing' }])
  expect(lease.holder(subject)?.token).toBe(1)
  expect([lease.answer(1), lease.held.length, lease.answer(), lease.answer()]).toEqual([1, 1, 1, 0])
  expect((await first).type).toBe('granted')
  await expect(second).rejects.toBeInstanceOf(LeaseError)
})
