import type { LeaseCheck } from './lease-check.ts'
import { LeaseContractError } from './lease-contract-error.ts'

const subject = { key: 'https://example.com/', variant: 'one of several' }

/** What those are told who wait. */
export const waitingCases: readonly LeaseCheck[] = [
  ...(['stored', 'uncacheable'] as const).map((how): LeaseCheck => ({
    name: `all who wait are told when it is released, and how: ${how}`,
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const third = await stage.join()
      const grant = await stage.granted(one, subject)
      const waits = [
        await stage.taken(one, subject),
        await stage.taken(other, subject),
        await stage.taken(other, subject),
        await stage.taken(third, subject),
      ]
      stage.release(grant, how)
      for (const wait of waits) await stage.expectEnd(wait, how)
    },
  })),
  {
    name: 'what is released while somebody asks is not missed by them, round after round',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      for (let round = 0; round < 30; round += 1) {
        const grant = await stage.next(one, subject)
        const asking = stage.next(other, subject)
        // Each time a little later.
        for (let turn = 0; turn < round % 10; turn += 1) await Promise.resolve()
        stage.release(grant, 'stored')
        stage.release(await asking, 'stored')
      }
    },
  },
  {
    name: 'whoever has not seen that something was stored is told so, once, and has nothing granted',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const grant = await stage.granted(one, subject)
      const waiting = await stage.taken(other, subject)
      stage.release(grant, 'stored')
      await stage.expectEnd(waiting, 'stored')
      const past = await stage.taken(other, subject, 0)
      await stage.expectEnd(past, 'stored')
      if (past.token !== grant.token)
        throw new LeaseContractError(`what has ended has the token ${grant.token}, not ${past.token}`)
      stage.release(await stage.granted(other, subject, past.token), 'uncacheable')
      stage.release(await stage.next(one, subject), 'uncacheable')
      // Where nothing was stored there is nothing to be seen.
      stage.release(await stage.granted(one, subject, 0), 'uncacheable')
    },
  },
  {
    name: 'who does not wait any more changes nothing for the others',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const grant = await stage.granted(one, subject)
      const left = await stage.taken(other, subject)
      const staying = await stage.taken(other, subject)
      stage.leave(left)
      stage.leave(left)
      await stage.expectHeld(staying, stage.limits.life / 4)
      stage.release(grant, 'stored')
      await stage.expectEnd(staying, 'stored')
      stage.leave(staying)
    },
  },
  {
    name: 'when all who waited have left, others can wait, and are told',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const grant = await stage.granted(one, subject)
      stage.leave(await stage.taken(other, subject))
      const wait = await stage.taken(other, subject)
      stage.release(grant, 'uncacheable')
      await stage.expectEnd(wait, 'uncacheable')
      stage.release(await stage.granted(other, subject), 'stored')
    },
  },
]
