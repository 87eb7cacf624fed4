import type { CompiledMachine, Edge } from '../../engine/compiled-machine.ts'
import { firstStatus, statusAfter, turnsOf, type DebtStatus, type Turn } from './debt-status.ts'
import type { Debt } from './debt.ts'
import { walk, type Passage } from './walk.ts'

/** A debt on all paths of a machine. */
export interface Course {
  readonly table: CompiledMachine
  readonly debt: Debt
  /** What the effects of the start make of it. */
  readonly start: readonly Turn[]
  readonly first: DebtStatus
  readonly passages: readonly Passage<DebtStatus>[]
  /** Where it can stand, by the state in which the machine rests. */
  readonly resting: ReadonlyMap<string, ReadonlySet<DebtStatus>>
}

const wordsOf = ({ event, effects }: Edge): readonly string[] => [event, ...effects]

/** What one step makes of the debt, word by word. */
export const turnsIn = (debt: Debt, { before, edge }: Passage<DebtStatus>): readonly Turn[] =>
  turnsOf(debt, before, wordsOf(edge))

/** Follows a debt on all paths of a machine. */
export const courseOf = (table: CompiledMachine, debt: Debt): Course => {
  const start = turnsOf(debt, firstStatus(debt), table.initialEffects)
  const first = statusAfter(debt, firstStatus(debt), table.initialEffects)
  const passages = walk(table, first, (status, edge) => statusAfter(debt, status, wordsOf(edge)))
  return { table, debt, start, first, passages, resting: restingOf(table, first, passages) }
}

const restingOf = (
  { initial }: CompiledMachine,
  first: DebtStatus,
  passages: readonly Passage<DebtStatus>[],
): Course['resting'] => {
  const resting = new Map<string, Set<DebtStatus>>([[initial.name, new Set([first])]])
  for (const { edge, after } of passages) {
    const statuses = resting.get(edge.target.name) ?? new Set()
    resting.set(edge.target.name, statuses.add(after))
  }
  return resting
}
