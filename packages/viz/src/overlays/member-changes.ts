import type { DiagramEdge, DiagramState } from '../diagram.ts'
import type { DifferentMember, MemberChange } from './machine-difference.ts'
import { sortedJson } from './sorted-json.ts'
import { tellApart } from './tell-apart.ts'

/** A member, what of its subject it is, and how one reads that. */
interface Member<Subject> {
  readonly member: DifferentMember
  readonly of: (subject: Subject) => unknown
  readonly read: (subject: Subject) => string
}

const textMember = <Name extends 'description' | 'kind'>(
  member: Name,
): Member<{ readonly [Each in Name]: string }> => ({
  member,
  of: (subject) => subject[member],
  read: (subject) => orNothing(subject[member]),
})

const listMember = <Name extends 'tags' | 'entry' | 'exit' | 'initialActions' | 'actions'>(
  member: Name,
): Member<{ readonly [Each in Name]: readonly string[] }> => ({
  member,
  of: (subject) => subject[member],
  read: (subject) => orNothing(subject[member].join(', ')),
})

const orNothing = (text: string): string => (text === '' ? 'nothing' : text)

const stateMembers: readonly Member<DiagramState>[] = [
  textMember('kind'),
  {
    member: 'initial',
    of: ({ initial }) => initial,
    read: ({ initial }) => (initial ? 'begins here' : 'does not begin here'),
  },
  textMember('description'),
  { member: 'meta', of: ({ meta }) => meta, read: ({ meta }) => sortedJson(meta) },
  listMember('tags'),
  listMember('entry'),
  listMember('exit'),
  listMember('initialActions'),
  {
    member: 'invokes',
    of: ({ invokes }) => invokes,
    read: ({ invokes }) => orNothing(invokes.map(({ id, source }) => `${id} (${source})`).join(', ')),
  },
]

const edgeMembers: readonly Member<DiagramEdge>[] = [
  {
    member: 'targets',
    of: ({ targets }) => targets,
    read: ({ targets }) => (targets.length === 0 ? 'stays' : targets.join(', ')),
  },
  { member: 'guard', of: ({ guard }) => guard, read: ({ guard }) => guard ?? 'nothing' },
  listMember('actions'),
  {
    member: 'reenter',
    of: ({ reenter }) => reenter,
    read: ({ reenter }) => (reenter ? 'enters again' : 'does not enter again'),
  },
  textMember('description'),
]

/** What a state has otherwise than before. One of another name, or in another place, is another state. */
export const stateChanges = (before: DiagramState, after: DiagramState): MemberChange[] =>
  changesBetween(before, after, stateMembers)

/** What an edge has otherwise than before. Its colour is no part of the machine. */
export const edgeChanges = (before: DiagramEdge, after: DiagramEdge): MemberChange[] =>
  changesBetween(before, after, edgeMembers)

function changesBetween<Subject>(
  before: Subject,
  after: Subject,
  members: readonly Member<Subject>[],
): MemberChange[] {
  return members
    .filter(({ of }) => !isSame(of(before), of(after)))
    .map(({ member, read }) => ({ member, ...tellApart(read(before), read(after)) }))
}

const isSame = (one: unknown, other: unknown): boolean =>
  one === other || (typeof one === 'object' && sortedJson(one) === sortedJson(other))
