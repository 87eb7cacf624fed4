import type { LeaseCheck } from './lease-check.ts'
import { LeaseContractError } from './lease-contract-error.ts'

const subject = { key: 'https://example.com/', variant: '' }

/** Holders that live, and holders that die. */
export const lifeCases: readonly LeaseCheck[] = [
  {
    name: 'who lives keeps it for longer than its life',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const grant = await stage.granted(one, subject)
      const wait = await stage.taken(other, subject)
      await stage.expectHeld(wait, 2.5 * stage.limits.life)
      await stage.taken(other, subject)
      stage.release(grant, 'stored')
      await stage.expectEnd(wait, 'stored')
    },
  },
  {
    name: 'when its holder dies all who wait are told that it is lost, and one has it, with a greater token',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const third = await stage.join()
      const { token } = await stage.granted(one, subject)
      const waits = [await stage.taken(other, subject), await stage.taken(third, subject)]
      stage.stall(one)
      await Promise.all(waits.map((wait) => stage.expectLost(wait)))
      const next = await stage.granted(third, subject)
      if (next.token <= token)
        throw new LeaseContractError(`token ${next.token} comes after the token ${token} of who has died`)
      await stage.taken(other, subject)
    },
  },
  {
    name: 'what has run out with nobody waiting can be had, with a greater token',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const { token } = await stage.granted(one, subject)
      stage.stall(one)
      await stage.outliveAll()
      const next = await stage.granted(other, subject)
      if (next.token <= token)
        throw new LeaseContractError(`token ${next.token} comes after the token ${token} that has run out`)
    },
  },
  {
    name: 'a late release, of what has run out and is held by another, does nothing to the other',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const late = await stage.granted(one, subject)
      stage.stall(one)
      const grant = await stage.outlive(other, subject)
      const wait = await stage.taken(await stage.join(), subject)
      stage.release(late, 'stored')
      await stage.expectHeld(wait, stage.limits.life / 4)
      stage.release(grant, 'uncacheable')
      await stage.expectEnd(wait, 'uncacheable')
    },
  },
]
