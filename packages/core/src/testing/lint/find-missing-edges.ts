import type { CompiledMachine, CompiledState } from '../../engine/compiled-machine.ts'
import type { Course } from './course.ts'
import { isOwed } from './debt-status.ts'
import { findingOf, type LintFinding } from './finding.ts'
import { listWords } from './list-words.ts'
import { waitingStates } from './waiting-states.ts'

/** The facts by whose names a failure is known where no debt says more. */
const failure = /\.(?:failed|fatal)$/

/** States that wait and do not hear that what they wait for has failed. */
export const findDeafStates = (table: CompiledMachine): LintFinding[] =>
  waitingStates(table)
    .filter(({ on }) => ![...on.keys()].some((event) => failure.test(event)))
    .map(({ name }) =>
      findingOf(
        'no-failure-edge',
        { state: name },
        'no event here says that something has failed (noun.failed, noun.fatal): a failure would be an illegal event, or be waited out. List the failure of what it waits for.',
      ),
    )

/** States that wait with a debt, and do not hear that whoever was asked fails, or that whoever it is owed to leaves. */
export const findMissingEdges = ({ table, debt, resting }: Course): LintFinding[] => {
  const { name, fails = [], creditor } = debt
  const owing = waitingStates(table).filter((state) => [...(resting.get(state.name) ?? [])].some(isOwed))
  const failing = lacking(owing, fails).map((state) =>
    findingOf(
      'no-failure-edge',
      { state: state.name },
      `${name} can be owed here, and none of its events says that whoever was asked has failed: a failure would be an illegal event, or be waited out. List ${listWords(fails)}.`,
    ),
  )
  const leaving = lacking(owing, creditor?.leaves ?? []).map((state) =>
    findingOf(
      'no-leaving-edge',
      { state: state.name },
      `${creditor?.name ?? ''} can be there (${name} is owed), and none of its events says that it has left: its leaving would be an illegal event, and work would go on for nobody. List ${listWords(creditor?.leaves ?? [])}.`,
    ),
  )
  return [...failing, ...leaving]
}

const lacking = (states: readonly CompiledState[], events: readonly string[]): readonly CompiledState[] =>
  events.length === 0 ? [] : states.filter(({ on }) => !events.some((event) => on.has(event)))
