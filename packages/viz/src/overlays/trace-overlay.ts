import type { InFlight, Trace } from '@cachechart/core'
import type { Diagram } from '../diagram.ts'
import type { Overlay } from '../overlay.ts'
import { DiagramMap } from './diagram-map.ts'
import { pathOverlay } from './path-overlay.ts'
import { shortenText } from './shorten-text.ts'
import type { WalkedPath } from './walked-path.ts'

/**
 * The way of one transaction through its machine, from what the cache remembers of it: `cache.traces()` tells of those that
 * are over, `cache.inFlight()` of those that are not.
 *
 * @throws OverlayError `ERR_OVERLAY_STATE` or `ERR_OVERLAY_EDGE` for a step that this machine does not take,
 * `ERR_OVERLAY_INPUT` for a time that is none
 * @example
 * const cache = createCache({ store: memoryStore({ maxBytes: 1_000_000 }), backend })
 * await cache.handle({ method: 'GET', url: 'http://example.com/', fields: [] })
 * const diagram = toDiagram(transactionMachine)
 * console.log(cache.traces().map((trace) => traceOverlay(diagram, trace).edges.size)) // [4]
 */
export function traceOverlay(diagram: Diagram, trace: Trace | InFlight): Overlay {
  return pathOverlay(diagram, {
    ...stepsOf(trace, new DiagramMap(diagram).initial),
    name: `Transaction ${trace.id}, ${shortenText(`${trace.method} ${trace.key}`, 80)}`,
    startedAt: trace.startedAt,
    seenAt: 'inState' in trace ? trace.since + trace.inState : undefined,
  })
}

/** A line of a history says where a step led; where it began, the line before says. Of the first one kept nobody knows. */
function stepsOf({ history, dropped }: Trace, initial: string | null): Pick<WalkedPath, 'steps' | 'dropped'> {
  const isWhole = dropped === 0 && initial !== null
  const steps = history.map(({ event, state, at }, index) => ({
    event,
    from: history[index - 1]?.state ?? initial ?? state,
    to: state,
    at,
  }))
  return isWhole ? { steps, dropped: 0 } : { steps: steps.slice(1), dropped: dropped + 1 }
}
