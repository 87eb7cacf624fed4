/** What a machine, a state or an edge has, and what of it can be other than before. */
export type DifferentMember =
  | 'id'
  | 'kind'
  | 'initial'
  | 'description'
  | 'meta'
  | 'tags'
  | 'entry'
  | 'exit'
  | 'initialActions'
  | 'invokes'
  | 'targets'
  | 'guard'
  | 'actions'
  | 'reenter'
  | 'order'

/** One thing that is other than before, each side as one reads it: `settled`, `flight.leave, client.fail`, `nothing`. */
export interface MemberChange {
  readonly member: DifferentMember
  readonly before: string
  readonly after: string
}

/** One difference between two machines: a state or an edge that only one of them has, or that both have in different forms. */
export interface MachineDifference {
  readonly what: 'machine' | 'state' | 'edge'
  readonly how: 'added' | 'removed' | 'changed'
  /** Its `id` in the diagram of both. That of the machine is empty. */
  readonly id: string
  /** Its name as one reads it: a state's `id`; of an edge the state that lists it, and its event: `awaitCache on client.gone`. */
  readonly name: string
  /** What has changed, in the order of a diagram's members; none where it was added or removed. */
  readonly changes: readonly MemberChange[]
  /** The whole of it in one line. */
  readonly text: string
}
