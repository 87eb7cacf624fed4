import type { DiagramEdge } from '../diagram.ts'
import { triggerKey } from '../read/edge-id.ts'
import { keptInOrder } from './kept-in-order.ts'
import { sortedJson } from './sorted-json.ts'

/** Which edge of one machine is which of the other. */
export interface MatchedEdges {
  readonly pairs: readonly MatchedPair[]
  readonly removed: readonly DiagramEdge[]
  readonly added: readonly DiagramEdge[]
}

export interface MatchedPair {
  readonly before: DiagramEdge
  readonly after: DiagramEdge
  /** Of those for one trigger, from 0, which it was and which it is, where others are tried before it now. */
  readonly moved?: { readonly before: number; readonly after: number }
}

/**
 * Edges of one state and for one trigger are the same if they are most alike: in all they have, in guard and targets, in
 * guard, in targets; and if one alone is left on either side. Their ordinals say nothing: one more before them shifts them.
 */
export function matchEdges(before: readonly DiagramEdge[], after: readonly DiagramEdge[]): MatchedEdges {
  const ofBefore = Map.groupBy(before, placeOf)
  const ofAfter = Map.groupBy(after, placeOf)
  const places = [...new Set([...ofAfter.keys(), ...ofBefore.keys()])]
  const matched = places.map((place) =>
    matchAlternatives(ofBefore.get(place) ?? [], ofAfter.get(place) ?? []),
  )
  return {
    pairs: matched.flatMap(({ pairs }) => pairs),
    removed: matched.flatMap(({ removed }) => removed),
    added: matched.flatMap(({ added }) => added),
  }
}

const placeOf = ({ source, trigger }: DiagramEdge): string => sortedJson([source, triggerKey(trigger)])

const likenesses: readonly ((edge: DiagramEdge) => unknown)[] = [
  ({ guard, targets, actions, reenter, description }) => [guard, targets, actions, reenter, description],
  ({ guard, targets }) => [guard, targets],
  ({ guard }) => guard,
  ({ targets }) => targets,
]

function matchAlternatives(before: readonly DiagramEdge[], after: readonly DiagramEdge[]): MatchedEdges {
  const partners = new Map<DiagramEdge, DiagramEdge>()
  // Most events have one edge.
  const likeness = before.length > 1 || after.length > 1 ? likenesses : []
  let [left, alone] = [before, after]
  for (const isLike of likeness) {
    for (const [one, other] of alike(left, alone, isLike)) partners.set(other, one)
    const paired = new Set(partners.values())
    left = left.filter((edge) => !paired.has(edge))
    alone = alone.filter((edge) => !partners.has(edge))
  }
  const [one] = left
  const [other] = alone
  if (one === undefined || other === undefined || left.length > 1 || alone.length > 1)
    return { pairs: inPlaces(before, after, partners), removed: left, added: alone }
  return { pairs: inPlaces(before, after, partners.set(other, one)), removed: [], added: [] }
}

/** The first of those that are alike with the first, and so on. */
function alike(
  before: readonly DiagramEdge[],
  after: readonly DiagramEdge[],
  likeness: (edge: DiagramEdge) => unknown,
): [DiagramEdge, DiagramEdge][] {
  const keyOf = (edge: DiagramEdge): string => sortedJson(likeness(edge))
  const waiting = Map.groupBy(before.toReversed(), keyOf)
  return after.flatMap((edge) => {
    const same = waiting.get(keyOf(edge))?.pop()
    return same === undefined ? [] : [[same, edge]]
  })
}

function inPlaces(
  before: readonly DiagramEdge[],
  after: readonly DiagramEdge[],
  partners: ReadonlyMap<DiagramEdge, DiagramEdge>,
): MatchedPair[] {
  const order = new Map(before.map((edge, index) => [edge, index]))
  const pairs = after.flatMap((edge, place) => {
    const one = partners.get(edge)
    return one === undefined
      ? []
      : [{ before: one, after: edge, places: { before: order.get(one) ?? place, after: place } }]
  })
  const kept = keptInOrder(pairs.map(({ places }) => places.before))
  return pairs.map(({ places, ...pair }, index) => (kept.has(index) ? pair : { ...pair, moved: places }))
}
