import type { Diagram, DiagramEdge, DiagramState } from '../diagram.ts'
import { labelOf } from '../label-of.ts'
import type { MachineDifference, MemberChange } from './machine-difference.ts'
import type { MatchedEdges, MatchedPair } from './match-edges.ts'
import { edgeChanges, stateChanges } from './member-changes.ts'
import { tellApart } from './tell-apart.ts'
import { shortenText } from './shorten-text.ts'

type Subject = Pick<MachineDifference, 'what' | 'id' | 'name'>

/** What of the machines themselves is other: their names, and what all their states have in common. */
export function machineDifferences(before: Diagram, after: Diagram): MachineDifference[] {
  const renamed: MemberChange[] =
    before.id === after.id ? [] : [{ member: 'id', ...tellApart(before.id, after.id) }]
  const name = shortenText(after.id, 80)
  return changed({ what: 'machine', id: '', name: `the machine ${name}` }, [
    ...renamed,
    ...stateChanges(before.root, after.root),
  ])
}

export function stateDifferences(before: Diagram, after: Diagram): MachineDifference[] {
  const ofBefore = new Map(before.states.map((state) => [state.id, state]))
  const ofAfter = new Set(after.states.map(({ id }) => id))
  return [
    ...before.states
      .filter(({ id }) => !ofAfter.has(id))
      .map((state) => oneSided(stateSubject(state), 'removed', describe(state))),
    ...after.states.flatMap((state) => {
      const old = ofBefore.get(state.id)
      const subject = stateSubject(state)
      return old === undefined
        ? [oneSided(subject, 'added', describe(state))]
        : changed(subject, stateChanges(old, state))
    }),
  ]
}

export function edgeDifferences(
  { pairs, added, removed }: MatchedEdges,
  machine: string,
): MachineDifference[] {
  const subject = (edge: DiagramEdge): Subject => ({
    what: 'edge',
    id: edge.id,
    name: edgeName(edge, machine),
  })
  const where = ({ targets }: DiagramEdge, leads: string, stays: string): string =>
    targets.length === 0 ? `, which ${stays}` : `, which ${leads} to ${targets.join(', ')}`
  return [
    ...removed.map((edge) => oneSided(subject(edge), 'removed', where(edge, 'led', 'stayed'))),
    ...added.map((edge) => oneSided(subject(edge), 'added', where(edge, 'leads', 'stays'))),
    ...pairs.flatMap((pair) =>
      changed(subject(pair.after), [...edgeChanges(pair.before, pair.after), ...movedPlace(pair)]),
    ),
  ]
}

const movedPlace = ({ moved }: MatchedPair): MemberChange[] =>
  moved === undefined
    ? []
    : [{ member: 'order', before: `tried as ${moved.before + 1}`, after: `tried as ${moved.after + 1}` }]

const stateSubject = ({ id }: DiagramState): Subject => ({ what: 'state', id, name: shortenText(id, 80) })

const describe = ({ description }: DiagramState): string =>
  description === '' ? '' : `: ${shortenText(description, 80)}`

const edgeName = (edge: DiagramEdge, machine: string): string =>
  shortenText(`${edge.source === '' ? machine : edge.source} on ${labelOf(edge)}`, 120)

const oneSided = (subject: Subject, how: 'added' | 'removed', more: string): MachineDifference => ({
  ...subject,
  how,
  changes: [],
  text: `${how}: ${kindOf(subject)}${subject.name}${shortenText(more, 120)}`,
})

function changed(subject: Subject, changes: readonly MemberChange[]): MachineDifference[] {
  if (changes.length === 0) return []
  const each = changes.map(({ member, before, after }) => `${member}: ${before} → ${after}`)
  return [{ ...subject, how: 'changed', changes, text: `changed: ${subject.name}: ${each.join('; ')}` }]
}

const kindOf = ({ what }: Subject): string => (what === 'state' ? 'state ' : '')
