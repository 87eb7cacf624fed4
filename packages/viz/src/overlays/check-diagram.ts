import type { Diagram } from '../diagram.ts'
import { OverlayError } from './overlay-error.ts'
import { quotedText } from './quoted-text.ts'

/**
 * That marks by `id` mean one thing each.
 *
 * @throws OverlayError (`ERR_OVERLAY_DIAGRAM`) for two states or edges with one `id`, a parent that does not come before
 * its child, and an edge between states that there are not
 */
export function checkDiagram({ id, states, edges }: Diagram): void {
  const known = new Set([''])
  for (const state of states) {
    if (known.has(state.id)) throw wrong(id, `two states are called ${quotedText(state.id)}`)
    if (!known.has(state.parent ?? ''))
      throw wrong(id, `the state ${quotedText(state.id)} comes before the one that holds it`)
    known.add(state.id)
  }
  const seen = new Set<string>()
  for (const edge of edges) {
    if (seen.has(edge.id)) throw wrong(id, `two edges are called ${quotedText(edge.id)}`)
    seen.add(edge.id)
    const lost = [edge.source, ...edge.targets].find((state) => !known.has(state))
    if (lost !== undefined)
      throw wrong(id, `the edge ${quotedText(edge.id)} names a state that there is not: ${quotedText(lost)}`)
  }
}

const wrong = (id: string, what: string): OverlayError =>
  new OverlayError('ERR_OVERLAY_DIAGRAM', `The diagram ${quotedText(id)} is none: ${what}.`)
