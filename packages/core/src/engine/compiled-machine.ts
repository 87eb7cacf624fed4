/** What happens on one event in one state: where it leads, and what is ordered, in order. */
export interface Edge<
  State extends string = string,
  Event extends string = string,
  Effect extends string = string,
> {
  readonly event: Event
  readonly target: CompiledState<State, Event, Effect>
  /** Exit effects, the transition's own, entry effects. */
  readonly effects: readonly Effect[]
}

/** A state in which the machine can rest: a leaf of the statechart, under its full path (`awaitBackend.attached`). */
export interface CompiledState<
  State extends string = string,
  Event extends string = string,
  Effect extends string = string,
> {
  readonly name: State
  readonly final: boolean
  readonly description: string
  /** The `meta` of the state's definition, as it stands there. */
  readonly meta: unknown
  readonly on: ReadonlyMap<Event, Edge<State, Event, Effect>>
}

/** A machine as a table: state × event → next state and effects. */
export interface CompiledMachine<
  State extends string = string,
  Event extends string = string,
  Effect extends string = string,
> {
  readonly id: string
  readonly initial: CompiledState<State, Event, Effect>
  /** What is ordered when the machine starts. */
  readonly initialEffects: readonly Effect[]
  readonly states: ReadonlyMap<State, CompiledState<State, Event, Effect>>
}
