import type { Edit, Mutant } from './mutant.ts'

const edit = (from: string, to: string): readonly Edit[] => [{ file: 'machine/flight-machine.ts', from, to }]

/** Defects of the flight machine. */
export const flightMutants: readonly Mutant[] = [
  {
    name: 'followers are not woken when their leader has nothing for them',
    seenAs: 'seed 002: a pending request that nobody wakes',
    edits: edit(
      "  'reply.decline': { target: closed, actions: ['followers.wakeOne'] },",
      "  'reply.decline': { target: closed },",
    ),
  },
  {
    name: 'followers are not woken when the origin fails',
    edits: edit(
      "  'reply.failed': { target: closed, actions: ['followers.wakeOne'] },",
      "  'reply.failed': { target: closed },",
    ),
  },
  {
    name: 'the first caller that is cancelled takes all others with it',
    seenAs: 'undici #5711: aborting the first caller rejects all',
    edits: edit(
      "  'leader.left': { actions: ['fetch.adopt'] },",
      "  'leader.left': { target: closed, actions: ['fetch.cancel'] },",
    ),
  },
  {
    name: 'a follower that leaves stays on the list',
    seenAs: 'axios-cache-interceptor #1171: a cancelled request breaks later ones',
    edits: edit(
      "  'follower.left': { actions: ['follower.release'] },",
      "  'follower.left': { actions: ['fetch.adopt'] },",
    ),
  },
  {
    name: 'a purge does not stop what is being written',
    shows: 'statically',
    edits: edit(
      "'flight.purged': { target: 'fenced', actions: ['writer.discard', 'followers.lookAgain'] },",
      "'flight.purged': { target: 'fenced', actions: ['followers.lookAgain'] },",
    ),
  },
  {
    name: 'a purge is not heard while there is no reply',
    edits: edit(
      "            'flight.purged': { target: 'fenced' },",
      "            'flight.purged': { target: 'open' },",
    ),
  },
  {
    name: 'a body that has come whole is not committed',
    edits: edit(
      "            'body.done': { target: committing, actions: ['writer.commit'] },",
      "            'body.done': { target: committing },",
    ),
  },
  {
    name: 'those who wait for a commit are not told of it',
    edits: edit(
      "        'writer.done': { target: closed, actions: ['followers.lookAgain'] },",
      "        'writer.done': { target: closed },",
    ),
  },
  {
    name: 'those who wait for the store are left behind when the body breaks off',
    edits: edit(
      "            'body.failed': { target: closed, actions: ['writer.discard', 'followers.wakeOne'] },",
      "            'body.failed': { target: closed, actions: ['writer.discard'] },",
    ),
  },
  {
    name: 'followers of a reply that is not for sharing are not told',
    edits: edit(
      "  'reply.uncacheable': { target: closed, actions: ['marker.write', 'followers.passAll'] },",
      "  'reply.uncacheable': { target: closed, actions: ['marker.write'] },",
    ),
  },
  {
    name: 'followers of a reply that is not for sharing wait for each other',
    seenAs: 'Varnish #1799: waiting-list serialisation',
    edits: edit("actions: ['marker.write', 'followers.passAll'] },", "actions: ['followers.wakeOne'] },"),
  },
  {
    name: 'whoever could read what is on its way waits for the commit',
    edits: edit(
      "            'follower.joined': { actions: ['follower.stream'] },",
      "            'follower.joined': { actions: ['follower.park'] },",
    ),
  },
  {
    name: 'a late follower is dropped when what it waits for is purged',
    seenAs: 'axios-cache-interceptor #1240: waiters dropped when the store changes under them',
    edits: edit(
      "        'flight.purged': { target: closed, actions: ['writer.discard', 'followers.lookAgain'] },",
      "        'flight.purged': { target: closed, actions: ['writer.discard'] },",
    ),
  },
]
