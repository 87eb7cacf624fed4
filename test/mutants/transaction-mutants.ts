import type { Edit, Mutant } from './mutant.ts'

const edit = (from: string, to: string): readonly Edit[] => [
  { file: 'machine/transaction-machine.ts', from, to },
]

/** Defects of the transaction machine. */
export const transactionMutants: readonly Mutant[] = [
  {
    name: 'a leader whose client leaves gives the fetch up, and with it the write',
    seenAs: 'seed 000: a cache write that was lost when its caller was cancelled',
    edits: edit(
      "'client.gone': { target: 'detached', actions: ['client.detach'] },",
      "'client.gone': { target: '#transaction.abandoned', actions: ['backend.cancel', 'obligation.abandon'] },",
    ),
  },
  {
    name: 'a request that the origin never answers waits for ever',
    seenAs: 'seed 001: requests that hang under load',
    edits: [...edit('    awaitBackend: {\n      ...guarded,', '    awaitBackend: {')],
  },
  {
    name: 'a follower that leaves is not expected to',
    seenAs: 'undici PR 5673: an aborted follower never settles',
    edits: edit("        'client.gone': { target: 'abandoned', actions: ['flight.leave'] },\n", ''),
  },
  {
    name: 'a failed reply leaves its client without an answer',
    seenAs: 'axios-cache-interceptor #1195: an unusual error leaves waiters unsettled',
    edits: edit(
      "'reply.failed': { target: '#transaction.failed', actions: ['obligation.abandon', 'client.fail'] },",
      "'reply.failed': { target: '#transaction.failed', actions: ['obligation.abandon'] },",
    ),
  },
  {
    name: 'a refresh that fails does not say so to those who wait for it',
    seenAs: 'axios-cache-interceptor #685: deadlock when a stale refresh fails',
    edits: edit(
      "            'reply.failed': { target: settled, actions: ['obligation.abandon'] },",
      "            'reply.failed': { target: settled },",
    ),
  },
  {
    name: 'a reply that is masked discharges its obligation twice',
    edits: edit(
      "            'reply.masked': { target: settled, actions: ['obligation.chooseStale'] },",
      "            'reply.masked': { target: settled, actions: ['obligation.abandon', 'obligation.chooseStale'] },",
    ),
  },
  {
    name: 'the reply that may be stored is given to its client alone',
    edits: edit(
      "            'reply.store': { target: delivering, actions: ['obligation.insert', 'client.respond'] },",
      "            'reply.store': { target: delivering, actions: ['obligation.abandon', 'client.respond'] },",
    ),
  },
  {
    name: 'a failed lookup fails the request without telling its client',
    clients: 1,
    edits: edit(
      "        'lookup.fatal': { target: 'failed', actions: ['client.fail'] },",
      "        'lookup.fatal': { target: 'failed' },",
    ),
  },
  {
    name: 'a failed lookup is not expected',
    clients: 1,
    seenAs: "undici's cache interceptor: a store whose get rejects fails the request",
    edits: edit(
      "        'lookup.failed': { target: 'awaitBackend.attached', actions: ['backend.send'] },\n",
      '',
    ),
  },
  {
    name: 'whoever is woken does not ask the origin',
    edits: edit(
      "'flight.woken': { target: 'awaitBackend.attached', actions: ['backend.send'] },",
      "'flight.woken': { target: 'awaitBackend.attached' },",
    ),
  },
  {
    name: 'whoever finds that a fetch is over looks no further',
    edits: edit(
      "'flight.landed': { target: 'awaitCache', actions: ['cache.lookup'] },",
      "'flight.landed': { target: 'awaitCache' },",
    ),
  },
  {
    name: 'a client that leaves a lookup is not let go',
    clients: 1,
    edits: edit(
      "        'client.gone': { target: 'abandoned', actions: ['lookup.cancel'] },",
      "        'client.gone': { target: 'awaitCache', actions: ['lookup.cancel'] },",
    ),
  },
  {
    name: 'a client is answered twice',
    edits: edit(
      "        'lookup.stale': { target: 'delivering', actions: ['client.respond'] },",
      "        'lookup.stale': { target: 'delivering', actions: ['client.respond', 'client.respond'] },",
    ),
  },
  {
    name: 'a refresh that takes too long fails a client that it does not have',
    edits: edit(
      "            'deadline.masked': { target: settled, actions: ['backend.cancel', 'obligation.chooseStale'] },\n            'deadline.failed': { target: settled, actions: ['backend.cancel', 'obligation.abandon'] },",
      "            'deadline.masked': { target: settled, actions: ['backend.cancel', 'obligation.chooseStale'] },\n            'deadline.failed': { target: '#transaction.failed', actions: ['backend.cancel', 'client.fail'] },",
    ),
  },
  {
    name: 'a body that takes too long leaves its client reading',
    seenAs: 'got #2211: a reply that never completes',
    edits: edit(
      "        'deadline.failed': { target: 'failed', actions: ['delivery.abort'] },\n        'client.gone': { target: 'abandoned', actions: ['client.detach'] },",
      "        'deadline.failed': { target: 'failed' },\n        'client.gone': { target: 'abandoned', actions: ['client.detach'] },",
    ),
  },
]
