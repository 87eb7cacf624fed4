import type { AnyStateNode } from 'xstate'
import type { DiagramInvoke } from '../diagram.ts'
import { functionName } from './function-name.ts'
import { listOf } from './list-of.ts'

/** XState has names of its own for logic that stands where it is used; what was written there tells more. */
export function readInvokes(node: AnyStateNode): DiagramInvoke[] {
  const written = listOf<{ readonly src?: unknown }>(node.config.invoke)
  return node.invoke.map(({ id }, index) => ({ id, source: sourceName(written[index]?.src) }))
}

function sourceName(source: unknown): string {
  if (typeof source === 'string') return source
  if (typeof source !== 'object' || source === null) return functionName(source)
  // A machine has a name of its own; other logic keeps what it was made of: `fromPromise(fetchUser)`.
  if ('id' in source && typeof source.id === 'string') return source.id === '(machine)' ? 'inline' : source.id
  return functionName('config' in source ? source.config : undefined)
}
