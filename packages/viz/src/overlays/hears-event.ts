import type { DiagramEdge } from '../diagram.ts'

/**
 * Which edges of one state an event takes, in the order in which they are tried: those that name it; where none does,
 * those that name it in part (`mouse.*`, longest first), and `*` last.
 */
export function hearsEvent(edges: readonly DiagramEdge[], event: string): DiagramEdge[] {
  const exact = edges.filter((edge) => descriptorOf(edge) === event)
  if (exact.length > 0) return exact
  return edges
    .filter((edge) => matches(descriptorOf(edge), event))
    .toSorted((one, other) => lengthOf(other) - lengthOf(one))
}

const descriptorOf = ({ trigger }: DiagramEdge): string | undefined =>
  trigger.type === 'event' ? trigger.event : undefined

const lengthOf = (edge: DiagramEdge): number => descriptorOf(edge)?.length ?? 0

/** As XState has it: `mouse.*` is `mouse`, and all that begins with `mouse.`. */
function matches(descriptor: string | undefined, event: string): boolean {
  if (descriptor === undefined || event === '') return false
  if (descriptor === '*') return true
  if (!descriptor.endsWith('.*')) return false
  return event === descriptor.slice(0, -2) || event.startsWith(descriptor.slice(0, -1))
}
