/**
 * What kind of state it is: `compound` states hold others, of which one is active; in `parallel` ones all are; `final`
 * ones end what they are in; `shallowHistory` and `deepHistory` stand for where their parent was left.
 */
export type DiagramStateKind = 'atomic' | 'compound' | 'parallel' | 'final' | 'shallowHistory' | 'deepHistory'

/** Work that goes on as long as a state is active: an invoked actor. */
export interface DiagramInvoke {
  /** As the machine names it, or XState where the machine does not (`0.door.open`); by this its events are told. */
  readonly id: string
  /** The name of its logic, or `inline`. */
  readonly source: string
}

/** One state. */
export interface DiagramState {
  /** Its path from the root, joined by dots: `awaitBackend.attached`. A dot in a name is written `\.`. Unique in its diagram. */
  readonly id: string
  /** The last part of its path. */
  readonly name: string
  /** The `id` of the state that holds it; `null` at the top. */
  readonly parent: string | null
  readonly kind: DiagramStateKind
  /** Whether its parent, or the machine, begins there. In a parallel parent none is. */
  readonly initial: boolean
  /** Empty where the machine says nothing. */
  readonly description: string
  /** As the machine has it, as far as JSON can say it; empty where it has none. */
  readonly meta: Readonly<Record<string, unknown>>
  readonly tags: readonly string[]
  /** The names of the actions on entry and on exit, in the order in which they run. */
  readonly entry: readonly string[]
  readonly exit: readonly string[]
  /** Of those that run, after those on entry, where it begins as it says by itself, and no transition leads further in. */
  readonly initialActions: readonly string[]
  readonly invokes: readonly DiagramInvoke[]
}

/** What makes a machine take a transition. */
export type DiagramTrigger =
  /** An event, or with `*` any event that nothing else is listed for: `*`, `mouse.*`. */
  | { readonly type: 'event'; readonly event: string }
  /** Nothing: it is taken as soon as its guard allows. */
  | { readonly type: 'always' }
  /** Time: a number is in milliseconds, a text is the name of a delay. */
  | { readonly type: 'after'; readonly delay: number | string }
  /** The states within the source have come to their end. */
  | { readonly type: 'done' }
  /** What the state has invoked has ended, failed, or told of itself. */
  | {
      readonly type: 'invokeDone' | 'invokeError' | 'invokeSnapshot'
      /** The `id` of the actor. */
      readonly invoke: string
      /** What people know it by: that `id`, or where XState has made it up, the name of its logic. */
      readonly actor: string
    }

/**
 * Which way through the cache a transition belongs to, so that it can be seen by its colour; `null`: to none in
 * particular, and in machines that are no caches.
 */
export type DiagramPath = 'hit' | 'miss' | 'pass' | 'error' | 'background'

/** One transition. */
export interface DiagramEdge {
  /** Unique in its diagram, and the same whenever the machine is: source, event as XState has it, and ordinal. */
  readonly id: string
  /** The `id` of the state that lists it; empty: the machine itself. */
  readonly source: string
  /** The `id`s of the states that it leads to; none: it stays where it is. Several: in the regions of a parallel state. */
  readonly targets: readonly string[]
  readonly trigger: DiagramTrigger
  /** The name of its guard; `null` where it has none. */
  readonly guard: string | null
  /** The names of its actions, in the order in which they run. */
  readonly actions: readonly string[]
  /** Whether states that stay active are left and entered again. */
  readonly reenter: boolean
  /** Empty where the machine says nothing. */
  readonly description: string
  readonly path: DiagramPath | null
}

/**
 * A machine as a picture has it, whatever draws it: plain JSON, the same for the same machine. States stand in the
 * order in which the machine lists them, a parent before its children; edges by source in that order, then by trigger,
 * and those for one trigger in the order in which they are tried.
 */
export interface Diagram {
  readonly id: string
  /** What the machine itself has, as the state that holds all others. Its `id` is empty, its name the machine's. */
  readonly root: DiagramState
  readonly states: readonly DiagramState[]
  readonly edges: readonly DiagramEdge[]
}
