import type { CompiledMachine, Edge } from '../../engine/compiled-machine.ts'
import { courseOf } from '../lint/course.ts'
import { firstStatus, isOwed, turnsOf, type DebtStatus } from '../lint/debt-status.ts'
import type { Debt } from '../lint/debt.ts'

const faults = {
  undischarged: 'is taken again before it was discharged',
  unowed: 'is discharged though it is not owed',
  retaken: 'is taken a second time',
} as const

/** Where one debt of one subject can stand: nothing but one status, unless the beginning of its story is not known. */
export class FollowedDebt {
  readonly debt: Debt
  #statuses: readonly DebtStatus[]

  constructor(debt: Debt, statuses: readonly DebtStatus[]) {
    this.debt = debt
    this.#statuses = statuses
  }

  /** Takes a step; what is wrong with it. */
  take({ event, effects }: Pick<Edge, 'event' | 'effects'>): string | undefined {
    const courses = this.#statuses.map((status) => turnsOf(this.debt, status, [event, ...effects]))
    const sound = courses.filter((turns) => !turns.some(({ broken }) => this.#counts(broken)))
    if (sound.length > 0) {
      this.#statuses = [...new Set(sound.flatMap((turns) => turns.at(-1)?.status ?? []))]
      return undefined
    }
    const turn = courses.flat().find(({ broken }) => this.#counts(broken))
    if (turn?.broken === undefined) return undefined
    return `${this.debt.name} ${faults[turn.broken]}, by ${turn.word}: it was "${turn.before}"`
  }

  /** What is wrong with an end in this state. */
  end(state: string): string | undefined {
    const { name, claimedBy, because } = this.debt
    if (this.#statuses.every(isOwed)) return `${name} is never discharged: ${because}`
    const isFalse = claimedBy?.includes(state) === true && !this.#statuses.includes('discharged')
    return isFalse ? `"${state}" says that ${name} was given, and it never was` : undefined
  }

  /** Those that wait may all have left when a crowd is woken. */
  #counts(broken: keyof typeof faults | undefined): boolean {
    return broken !== undefined && !(this.debt.times === 'crowd' && broken === 'unowed')
  }
}

/** All debts of a machine, at its start. */
export const debtsAtStart = (
  { initialEffects }: CompiledMachine,
  debts: readonly Debt[],
): readonly FollowedDebt[] =>
  debts.map((debt) => {
    const last = turnsOf(debt, firstStatus(debt), initialEffects).at(-1)
    return new FollowedDebt(debt, [last?.status ?? firstStatus(debt)])
  })

/** All debts of a machine, wherever they can stand in a state. */
export const debtsIn = (
  table: CompiledMachine,
  debts: readonly Debt[],
  state: string,
): readonly FollowedDebt[] =>
  debts.map((debt) => new FollowedDebt(debt, [...(courseOf(table, debt).resting.get(state) ?? [])]))
