import type { CompiledState, Edge } from '../../engine/compiled-machine.ts'
import type { Millis } from '../../http/units.ts'
import { debtsAtStart, debtsIn, type FollowedDebt } from './followed-debt.ts'
import type { RecordedMachine } from './recorded-machine.ts'
import type { RecordedStep, Story } from './story.ts'

/** What a walk is held to. */
export interface WalkRules {
  /** How far the clock may have been set back. */
  readonly mayGoBack: Millis
  /** `recorded`: the first step known is the first there was. `before`: it may be any. */
  readonly begun: 'recorded' | 'before'
  /** When it began, where that is known. */
  readonly since?: Millis
}

/** One transaction, or one flight, on its recorded way through its machine. */
export class RecordedWalk {
  readonly story: Story
  readonly #machine: RecordedMachine
  readonly #rules: WalkRules
  /** `undefined` while the beginning is not known. */
  #state: CompiledState | undefined
  #debts: readonly FollowedDebt[] = []
  #at: Millis

  constructor(story: Story, machine: RecordedMachine, rules: WalkRules) {
    this.story = story
    this.#machine = machine
    this.#rules = rules
    this.#at = rules.since ?? -Infinity
    if (rules.begun === 'before') return
    this.#state = machine.table.initial
    this.#debts = debtsAtStart(machine.table, machine.debts)
  }

  get isOver(): boolean {
    return this.#state?.final === true
  }

  /** The name of the state in which it rests. */
  get state(): string | undefined {
    return this.#state?.name
  }

  /** The edge that was walked; none where a step of unknown origin came first. @throws TraceInvariantError */
  take(step: RecordedStep): Edge | undefined {
    const wasOver = this.isOver
    this.story.add(step)
    if (wasOver) this.story.refuse('end', `"${step.event}" comes after its end`)
    this.#checkTime(step)
    const from = this.#beginOf(step)
    if (from === undefined) {
      this.#beginAnywhere(this.#stateNamed(step.to))
      return undefined
    }
    return this.#walk(from, step)
  }

  /** @throws TraceInvariantError when it is not over */
  expectEnd(): void {
    if (!this.isOver)
      this.story.refuse('end', `it never ends: it was left in ${this.state ?? 'an unknown state'}`)
  }

  #walk(from: CompiledState, step: RecordedStep): Edge {
    const edge = from.on.get(step.event)
    if (edge === undefined) return this.story.refuse('edge', `"${step.event}" is no event of ${from.name}`)
    if (edge.target.name !== step.to)
      this.story.refuse(
        'edge',
        `"${step.event}" leads from ${from.name} to ${edge.target.name}, not to ${step.to}`,
      )
    this.#state = edge.target
    for (const debt of this.#debts) {
      const fault = debt.take(edge) ?? (edge.target.final ? debt.end(edge.target.name) : undefined)
      if (fault !== undefined) this.story.refuse('debt', fault)
    }
    return edge
  }

  #checkTime({ at }: RecordedStep): void {
    if (at < this.#at - this.#rules.mayGoBack)
      this.story.refuse('time', `it is ${this.#at - at} ms earlier than what came before it`)
    this.#at = at
  }

  /** Where a step begins: by what came before it, or by what it says itself. */
  #beginOf({ from }: RecordedStep): CompiledState | undefined {
    if (this.#state === undefined) {
      if (from === undefined) return undefined
      this.#beginAnywhere(this.#stateNamed(from))
      return this.#state
    }
    if (from !== undefined && from !== this.#state.name)
      this.story.refuse('order', `it begins in ${from}, and the step before has ended in ${this.#state.name}`)
    return this.#state
  }

  #beginAnywhere(state: CompiledState): void {
    this.#state = state
    this.#debts = debtsIn(this.#machine.table, this.#machine.debts, state.name)
  }

  #stateNamed(name: string): CompiledState {
    return (
      this.#machine.table.states.get(name) ?? this.story.refuse('edge', `the machine has no state "${name}"`)
    )
  }
}
