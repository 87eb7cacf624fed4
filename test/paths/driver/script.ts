import type { GraphPath } from '../graph-path.ts'
import type { Need } from './ground.ts'
import type { Scene } from './scene.ts'

/** One event of a path, and where it stands in it. */
export interface Step {
  readonly event: string
  /** The state in which it happens, and its edge. */
  readonly state: string
  readonly edge: string
  /** What comes after it. */
  readonly next: string | undefined
  /** What came before it, the latest last. */
  readonly before: readonly string[]
  /** The states before this one, the latest last. */
  readonly past: readonly string[]
}

/** How to make one event happen for real: to a cache whose store, origin and clients do what they are told. */
export interface Script {
  /** What has to be so before anything has begun. */
  readonly need?: Need | ((step: Step) => Need)
  /** What has to be ready before the event that comes before this one. */
  readonly arm?: (scene: Scene, step: Step) => void
  /** `within` brings about what this one wraps. */
  readonly happen: (scene: Scene, step: Step, within: () => void) => void | Promise<unknown>
  /**
   * How many of the events before this one happen within it: after the cache has begun with it, and before its event comes.
   * They are brought about by whoever is told of its beginning, in the cache's own turn.
   */
  readonly wraps?: (step: Step) => number
}

/** Scripts by event; one for a single edge goes before that of its event. */
export type Scripts = Readonly<Record<string, Script>>

/** The steps of a path. */
export const stepsOf = ({ events, states, edges }: GraphPath): readonly Step[] =>
  events.map((event, at) => ({
    event,
    state: states[at] ?? '',
    edge: edges[at] ?? '',
    next: events[at + 1],
    before: events.slice(0, at),
    past: states.slice(0, at),
  }))

export const scriptOf = (scripts: Scripts, { edge, event }: Step): Script => {
  const script = scripts[edge] ?? scripts[event]
  if (script === undefined) throw new Error(`there is no script for ${edge}`)
  return script
}

export const needOf = (script: Script, step: Step): Need => {
  const { need = {} } = script
  return typeof need === 'function' ? need(step) : need
}
