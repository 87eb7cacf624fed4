import type { DiagramTrigger } from '../diagram.ts'

/**
 * The name of an edge: the state that lists it, its event as XState has it, and which of those for that event it is,
 * counted from 0. `awaitCache:lookup.fresh:0`.
 */
export const edgeId = (source: string, descriptor: string, ordinal: number): string =>
  `${source.replaceAll(':', String.raw`\:`)}:${descriptor}:${ordinal}`

/** The name of the edge that shows where a history state leads when there is nothing to go back to. */
export const historyDefaultId = (source: string): string => edgeId(source, 'xstate.history.default', 0)

/** Which of the triggers of a state it is, whatever people call it. */
export const triggerKey = (trigger: DiagramTrigger): string => `${trigger.type} ${descriptorOf(trigger)}`

/** The event by which XState knows a trigger, without the `id` of the state, which the source of the edge tells already. */
export function descriptorOf(trigger: DiagramTrigger): string {
  switch (trigger.type) {
    case 'event':
      return trigger.event
    case 'always':
      return ''
    case 'after':
      return `xstate.after.${trigger.delay}`
    case 'done':
      return 'xstate.done.state'
    case 'invokeDone':
      return `xstate.done.actor.${trigger.invoke}`
    case 'invokeError':
      return `xstate.error.actor.${trigger.invoke}`
    case 'invokeSnapshot':
      return `xstate.snapshot.${trigger.invoke}`
  }
}
