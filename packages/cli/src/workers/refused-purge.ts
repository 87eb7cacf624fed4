import { readMessage } from './message-shapes.ts'
import { toWorkerShapes, type FromWorker } from './messages.ts'

/**
 * The answer to a purge that a worker cannot read; `undefined` for anything else. Whoever asked is told, and the worker
 * goes on: it would not help its clients to end for it.
 */
export function refusedPurge(
  seen: unknown,
): Extract<FromWorker, { readonly type: 'purge.failed' }> | undefined {
  // Of whatever has no members, an object without them.
  const { type, id } = Object(seen) as { readonly type?: unknown; readonly id?: unknown }
  if (type !== 'purge.run' || typeof id !== 'number') return undefined
  try {
    readMessage(seen, toWorkerShapes)
    return undefined
  } catch (error) {
    return { type: 'purge.failed', id, code: 'misuse', message: String(error) }
  }
}
