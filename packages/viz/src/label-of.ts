import type { DiagramEdge, DiagramTrigger } from './diagram.ts'
import { historyDefaultId } from './read/edge-id.ts'

/** What a label says beside what triggers the transition. */
export interface LabelOptions {
  /** `shown`: the names of the actions too, after a slash. `hidden` is the default. */
  readonly actions?: 'shown' | 'hidden' | undefined
}

/**
 * What is written on the line of a transition, as statecharts write it: `event [guard] / action, action`. Where no event
 * takes it: `after 1000 ms`, `always`, `done` (of the states within), `done: worker`, `error: worker`, `snapshot: worker`
 * (an actor that the machine has given no `id` goes by its logic: `done: fetchUser`); `default` where a history state leads
 * when there is nothing to go back to.
 *
 * @example
 * const { edges } = toDiagram(transactionMachine)
 * edges.map((edge) => labelOf(edge))[0] // 'refresh.begin'
 * edges.map((edge) => labelOf(edge, { actions: 'shown' }))[0] // 'refresh.begin / backend.send'
 */
export function labelOf(edge: DiagramEdge, { actions = 'hidden' }: LabelOptions = {}): string {
  const trigger = edge.id === historyDefaultId(edge.source) ? 'default' : triggerText(edge.trigger)
  const guard = edge.guard === null ? '' : ` [${edge.guard}]`
  const orders = actions === 'hidden' || edge.actions.length === 0 ? '' : ` / ${edge.actions.join(', ')}`
  return `${trigger}${guard}${orders}`
}

function triggerText(trigger: DiagramTrigger): string {
  switch (trigger.type) {
    case 'event':
      return trigger.event
    case 'always':
    case 'done':
      return trigger.type
    case 'after':
      return typeof trigger.delay === 'number' ? `after ${trigger.delay} ms` : `after ${trigger.delay}`
    case 'invokeDone':
      return `done: ${trigger.actor}`
    case 'invokeError':
      return `error: ${trigger.actor}`
    case 'invokeSnapshot':
      return `snapshot: ${trigger.actor}`
  }
}
