/** What kind of state it is: `compound` states hold others, `final` ones are never left. */
export type DiagramStateKind = 'atomic' | 'compound' | 'final'

/** One state. */
export interface DiagramState {
  /** Its path from the root, joined by dots: `awaitBackend.attached`. Unique in its diagram. */
  readonly id: string
  /** The last part of its path. */
  readonly name: string
  /** The `id` of the state that holds it; `null` at the top. */
  readonly parent: string | null
  readonly kind: DiagramStateKind
  /** Whether its parent, or the machine, begins there. */
  readonly initial: boolean
  /** Empty where the machine says nothing. */
  readonly description: string
  /** As the machine has it; empty where it has none. */
  readonly meta: Readonly<Record<string, unknown>>
  /** The names of the actions on entry and on exit, in the order in which they run. */
  readonly entry: readonly string[]
  readonly exit: readonly string[]
}

/** One transition. */
export interface DiagramEdge {
  /** The `id` of the state that lists it. */
  readonly source: string
  /** The `id` of the state that it leads to; the source itself when it leads nowhere else. */
  readonly target: string
  readonly event: string
  /** The names of its actions, in the order in which they run. */
  readonly actions: readonly string[]
  /** Whether it stays where it is: then no entry or exit action runs. */
  readonly internal: boolean
}

/**
 * A machine as a picture has it, whatever draws it: plain JSON, the same for the same machine. States stand in the
 * order in which the machine lists them, a parent before its children; edges by source and target in that order, then by event.
 */
export interface Diagram {
  readonly id: string
  readonly states: readonly DiagramState[]
  readonly edges: readonly DiagramEdge[]
}
