import type { AnyStateMachine } from 'xstate'
import type { CompiledMachine } from '../engine/compiled-machine.ts'
import { courseOf } from './lint/course.ts'
import { isDebtOf } from './lint/debt-status.ts'
import type { Debt } from './lint/debt.ts'
import { findBrokenWords } from './lint/find-broken-words.ts'
import { findUnheardDeadlines, findUnsetDeadlines, takesTimer } from './lint/find-deadlines.ts'
import { findFalseEndings, findLostDebts } from './lint/find-lost-debts.ts'
import { findDeafStates, findMissingEdges } from './lint/find-missing-edges.ts'
import { findReach } from './lint/find-reach.ts'
import { findTexts } from './lint/find-texts.ts'
import { findWords, standardAlphabets, type MachineAlphabet } from './lint/find-words.ts'
import { sortFindings, type LintFinding } from './lint/finding.ts'
import { readMachine } from './lint/read-machine.ts'
import { standardDebts } from './lint/standard-debts.ts'

/** What a machine is held to beside what holds for every one. */
export interface LintOptions {
  /** The machine that it is one of: `transaction`, `flight`, or one of yours. Default: its id. */
  readonly kind?: string
  /** The words that it may use. Default: those that the engine knows, for `transaction` and `flight`; any for others. */
  readonly alphabet?: MachineAlphabet
  /** What it takes and has to give back; only those of its kind, or of none, count. Default: `standardDebts`. */
  readonly debts?: readonly Debt[]
}

/**
 * Checks a machine without running it: that every state can be reached and left, that a failure, a client that leaves and a
 * deadline are heard wherever they can happen, that whatever is taken is given back exactly once on every path, and that it
 * says what it is. No findings: nothing is wrong.
 *
 * Never throws: whatever cannot be read as a machine, or be compiled, is a finding.
 *
 * @example
 * import { createMachine } from 'xstate'
 * const machine = createMachine({
 *   id: 'door',
 *   initial: 'open',
 *   states: { open: { on: { 'door.closed': { target: 'shut' } } }, shut: { type: 'final' }, locked: { type: 'final' } },
 * })
 * const errors = lintMachine(machine).filter(({ severity }) => severity === 'error')
 * errors.map(({ rule, state }) => `${rule} ${state}`) // ['unreachable locked']
 */
export const lintMachine = (machine: unknown, options: LintOptions = {}): readonly LintFinding[] => {
  const read = readMachine(machine)
  if (read.machine === undefined) return read.findings
  const { kind = read.machine.id } = options
  const texts = textFindings(read.machine, kind, options)
  if (read.table === undefined) return sortFindings([...read.findings, ...texts])
  return sortFindings([...texts, ...wayFindings(read.table, kind, options)])
}

const textFindings = (machine: AnyStateMachine, kind: string, { alphabet }: LintOptions): LintFinding[] => [
  ...findWords(machine, alphabet ?? standardAlphabets.get(kind)),
  ...findTexts(machine, kind),
]

const wayFindings = (
  table: CompiledMachine,
  kind: string,
  { debts = standardDebts }: LintOptions,
): LintFinding[] => {
  const courses = debts.filter((debt) => isDebtOf(debt, kind)).map((debt) => courseOf(table, debt))
  const missing = courses.flatMap(findMissingEdges)
  const lacking = new Set(missing.map(({ state }) => state))
  return [
    ...findReach(table),
    // What a debt has to say of a state is more exact.
    ...findDeafStates(table).filter(({ state }) => !lacking.has(state)),
    ...missing,
    ...findUnheardDeadlines(table),
    ...courses.flatMap((course) => [
      ...findBrokenWords(course),
      ...findLostDebts(course),
      ...findFalseEndings(course),
    ]),
    ...courses.filter(takesTimer).flatMap(findUnsetDeadlines),
  ]
}
