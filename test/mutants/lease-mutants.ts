import type { Edit, Mutant } from './mutant.ts'

const edit = (file: string, from: string, to: string): readonly Edit[] => [{ file, from, to }]

const transaction = (from: string, to: string): readonly Edit[] =>
  edit('machine/transaction-machine.ts', from, to)

/** Defects of who waits for a lease, and of who has no answer from the store. */
export const leaseMutants: readonly Mutant[] = [
  {
    name: 'who leaves while it waits for the lease leaves its followers waiting',
    seenAs: 'undici #5711: aborting the first caller rejects all',
    edits: transaction(
      "'client.gone': { target: '#transaction.abandoned', actions: ['lease.leave', 'flight.dissolve'] },",
      "'client.gone': { target: '#transaction.abandoned', actions: ['lease.leave'] },",
    ),
  },
  {
    name: 'who leaves while it waits for the lease is answered all the same',
    clients: 1,
    edits: transaction(
      "'client.gone': { target: '#transaction.abandoned', actions: ['lease.leave', 'flight.dissolve'] },",
      "'client.gone': { target: '#transaction.abandoned', actions: ['flight.dissolve'] },",
    ),
  },
  {
    name: 'a lease that is granted when nobody wants it any more is kept',
    clients: 1,
    seenAs: 'civitai PR 2556: a lock server stalls, and the herd follows',
    edits: edit(
      'driver/lease-ask.ts',
      "      if (answer.type === 'granted') answer.grant.release('stored')\n      else answer.wait.leave()\n",
      "      if (answer.type !== 'granted') answer.wait.leave()\n",
    ),
  },
  {
    name: 'a lease is kept when the fetch has ended',
    clients: 1,
    edits: edit(
      'driver/flight-run.ts',
      "      this.#giveBack(event === 'reply.uncacheable' ? 'uncacheable' : 'stored')\n",
      '',
    ),
  },
  {
    name: 'a lease that is answered too late is heard all the same',
    clients: 1,
    edits: edit('driver/lease-ask.ts', "    if (this.#state === 'left') return this.#giveBack(answer)\n", ''),
  },
  {
    name: 'who has waited for another process looks for nothing',
    clients: 1,
    edits: transaction(
      "'lease.ended': { target: awaitCache, actions: ['flight.dissolve', 'cache.lookup'] },",
      "'lease.ended': { target: awaitCache, actions: ['flight.dissolve'] },",
    ),
  },
  {
    name: 'that another process is done is not told to who waits for it',
    clients: 1,
    edits: edit('driver/lease-ask.ts', "    this.#run.feed({ type: 'lease', answer: 'ended' })\n", ''),
  },
  {
    name: 'who waits for another process waits as long as that likes',
    seenAs: 'aisix PR 1149: four timeouts in series',
    edits: transaction('        parked: {\n          ...guarded,', '        parked: {'),
  },
  {
    name: 'a lease that cannot be asked is not expected',
    clients: 1,
    edits: transaction(
      "            'lease.taken': { target: 'parked', actions: ['lease.await'] },\n            'lease.failed': { target: attached, actions: ['backend.send'] },\n",
      "            'lease.taken': { target: 'parked', actions: ['lease.await'] },\n",
    ),
  },
  {
    name: 'a refresh goes on though another process has begun the same',
    clients: 1,
    edits: transaction(
      "'lease.taken': { actions: ['lease.await'] },",
      "'lease.taken': { target: detached, actions: ['lease.await', 'backend.send'] },",
    ),
  },
  {
    name: 'a purge does not reach who waits for the lease',
    edits: edit(
      'driver/flights.ts',
      "  if (leader.state.startsWith('awaitLease')) leader.feed({ type: 'purged' })\n  else flight.feed('flight.purged')\n",
      "  flight.feed('flight.purged')\n",
    ),
  },
  {
    name: 'a lookup that fails sends everybody to the origin',
    seenAs: 'worldmonitor #3527: an error counted as a miss, and a stampede',
    edits: edit(
      'engine/translate.ts',
      "  return flight === 'joinable' && isContentWithOthers(transaction)\n    ? { type: 'lookup.joined', reason: 'miss', ask: 'plain' }\n    : { type: 'lookup.failed', error }\n",
      "  void [flight]\n  return { type: 'lookup.failed', error }\n",
    ),
  },
  {
    name: 'a lookup that takes too long, and then joins, is joined to nothing',
    edits: transaction(
      "'deadline.joined': { target: 'awaitFlight', actions: ['lookup.cancel', 'flight.join'] },",
      "'deadline.joined': { target: 'awaitFlight', actions: ['lookup.cancel'] },",
    ),
  },
  {
    name: 'a lookup that takes too long is still waited for by the store',
    clients: 1,
    edits: transaction(
      "'deadline.passed': { target: 'awaitBackend.attached', actions: ['lookup.cancel', 'backend.send'] },",
      "'deadline.passed': { target: 'awaitBackend.attached', actions: ['backend.send'] },",
    ),
  },
]
