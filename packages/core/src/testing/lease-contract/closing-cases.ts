import type { LeaseCheck } from './lease-check.ts'

const subject = { key: 'https://example.com/', variant: '' }

/** What is left of a lease that is closed. */
export const closingCases: readonly LeaseCheck[] = [
  {
    name: 'close() releases what is held: others are told long before it would run out, and have it',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      await stage.granted(one, subject)
      const wait = await stage.taken(other, subject)
      const unwanted = await stage.granted(one, { ...subject, variant: 'with nobody waiting' })
      await stage.close(one)
      await stage.expectEnd(wait, 'lost')
      await stage.granted(other, subject)
      await stage.granted(other, unwanted)
    },
  },
  {
    name: 'close() ends what is waited for, and leaves the holder alone',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const grant = await stage.granted(one, subject)
      const wait = await stage.taken(other, subject)
      await stage.close(other)
      await stage.expectEnd(wait, 'lost')
      const third = await stage.join()
      const waiting = await stage.taken(third, subject)
      stage.release(grant, 'stored')
      await stage.expectEnd(waiting, 'stored')
    },
  },
  {
    name: 'after close() nothing is granted, and to release or to leave is safe',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const grant = await stage.granted(one, subject)
      const wait = await stage.taken(one, subject)
      await stage.close(one)
      await stage.expectClosed(one, subject)
      const next = await stage.granted(other, subject)
      const waiting = await stage.taken(await stage.join(), subject)
      stage.release(grant, 'stored')
      stage.leave(wait)
      await stage.expectHeld(waiting, stage.limits.life / 4)
      stage.release(next, 'stored')
      await stage.expectEnd(waiting, 'stored')
    },
  },
  {
    name: 'a call of acquire() that close() comes in between grants nothing for longer than its life',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const asking = stage.acquire(one, subject).then(
        () => undefined,
        () => undefined,
      )
      await stage.close(one)
      await asking
      await stage.next(other, subject, stage.limits.life + stage.limits.slack)
    },
  },
]
