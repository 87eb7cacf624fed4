import type { InFlight } from '../engine/trace.ts'
import type { StateMeta } from '../machine/transaction-alphabet.ts'
import type { Environment } from './environment.ts'

/** Every open transaction, oldest first, in the words of the machine's own descriptions. */
export const inFlight = ({ open }: Environment): InFlight[] =>
  open.toArray().map(({ transaction }) => {
    const { history, state } = transaction
    const { waitsFor, owedBy } = state.meta as StateMeta // the machine's own type for meta; a test checks every state
    return { ...history.toTrace(), since: history.since, waitsFor, owedBy }
  })
