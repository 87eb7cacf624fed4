import type { CompiledMachine, CompiledState, Edge } from '../../engine/compiled-machine.ts'

/** One step of some path: what was known before it, what it does, what is known after it. */
export interface Passage<Status extends string = string> {
  readonly from: CompiledState
  readonly before: Status
  readonly edge: Edge
  readonly after: Status
  /** The step by which a shortest path comes here; `undefined` where it begins. */
  readonly previous: Passage<Status> | undefined
}

/**
 * Every step that can follow on any path, however long, where a path carries a status along: all pairs of a state and
 * a status that can be reached, and all edges from them, those that need fewer steps first.
 */
export const walk = <Status extends string>(
  { initial }: CompiledMachine,
  first: Status,
  next: (status: Status, edge: Edge) => Status,
): readonly Passage<Status>[] => {
  const passages: Passage<Status>[] = []
  const seen = new Set<string>()
  const visit = (from: CompiledState, before: Status, previous: Passage<Status> | undefined): void => {
    if (seen.has(`${from.name} ${before}`)) return
    seen.add(`${from.name} ${before}`)
    for (const edge of from.on.values())
      passages.push({ from, before, edge, after: next(before, edge), previous })
  }
  visit(initial, first, undefined)
  // The list grows while it is read.
  for (const passage of passages) visit(passage.edge.target, passage.after, passage)
  return passages
}

const shown = 8

/** The events of a shortest path that ends with a step, the last of them where there are many. */
export const wayOf = (passage: Passage): string => {
  const events: string[] = []
  for (let step: Passage | undefined = passage; step !== undefined; step = step.previous) {
    if (events.length === shown) return ['…', ...events].join(' → ')
    events.unshift(step.edge.event)
  }
  return events.join(' → ')
}
