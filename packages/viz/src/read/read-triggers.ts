import type { AnyStateNode } from 'xstate'
import { actorNames } from '../actor-names.ts'
import type { DiagramTrigger } from '../diagram.ts'
import { readInvokes } from './read-invokes.ts'

/** What stands behind the events that XState makes up: a state's own timers, the end of what is within it, its actors. */
export function readTriggers(node: AnyStateNode): (descriptor: string) => DiagramTrigger {
  const known = new Map<string, DiagramTrigger>([[`xstate.done.state.${node.id}`, { type: 'done' }]])
  const invokes = readInvokes(node)
  const names = actorNames(invokes)
  for (const [index, { id: invoke }] of invokes.entries()) {
    const actor = names[index] ?? invoke
    known.set(`xstate.done.actor.${invoke}`, { type: 'invokeDone', invoke, actor })
    known.set(`xstate.error.actor.${invoke}`, { type: 'invokeError', invoke, actor })
    known.set(`xstate.snapshot.${invoke}`, { type: 'invokeSnapshot', invoke, actor })
  }
  for (const { eventType, delay } of node.after) {
    known.set(eventType, { type: 'after', delay: plainDelay(delay) })
  }
  return (descriptor) => known.get(descriptor) ?? { type: 'event', event: descriptor }
}

/** JSON has no infinity, and one zero. */
const plainDelay = (delay: unknown): number | string =>
  typeof delay === 'number' && Number.isFinite(delay) ? (Math.abs(delay) === 0 ? 0 : delay) : String(delay)
