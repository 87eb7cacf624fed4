import type { Mutant } from './mutant.ts'

/** Defects of what carries out the machines' orders, and of what policy says. */
export const compositionMutants: readonly Mutant[] = [
  {
    name: 'a wake-up is lost',
    edits: [
      {
        file: 'driver/perform-flight.ts',
        from: "      run.feed({ type: 'flightOver', outcome: 'woken' })",
        to: '      run.id',
      },
    ],
  },
  {
    name: 'a follower is woken though another leads already',
    clients: 3,
    edits: [
      {
        file: 'driver/perform-flight.ts',
        from: 'const other = run.environment.flights.find(run, run.transaction.stored)',
        to: 'const other = undefined as ReturnType<typeof run.environment.flights.find>',
      },
    ],
  },
  {
    name: 'followers never find the fetch that they could wait for',
    seenAs: 'worldmonitor #3527: an error counted as a miss, and a stampede',
    edits: [
      {
        file: 'driver/flights.ts',
        from: 'while (flight !== undefined && !isOpenTo(flight, run))',
        to: 'while (flight !== undefined)',
      },
    ],
  },
  {
    name: 'a refresh takes the header operations along',
    clients: 1,
    seenAs: 'seed 002: pending header operations that move into the background',
    edits: [
      {
        file: 'driver/outcome.ts',
        from: '  /** No more operations. */',
        to: '  moveTo(other: Outcome): void {\n    other.#operations = this.#operations\n    this.#operations = undefined\n  }\n\n  /** No more operations. */',
      },
      {
        file: 'driver/refresh.ts',
        from: '  run.entry = stale.entry',
        to: '  stale.outcome.moveTo(run.outcome)\n  run.entry = stale.entry',
      },
    ],
  },
  {
    name: 'header operations are applied twice',
    edits: [
      {
        file: 'driver/outcome.ts',
        from: 'this.#settled = changed(this.#settled, this.#operations)',
        to: 'this.#settled = changed(changed(this.#settled, this.#operations), this.#operations)',
      },
    ],
  },
  {
    name: 'header operations are not applied to errors',
    edits: [
      {
        file: 'driver/outcome.ts',
        from: "return this.#operations?.applyTo(fields, 'error') ?? fields",
        to: 'return fields',
      },
    ],
  },
  {
    name: 'an obligation is discharged twice',
    edits: [
      {
        file: 'driver/perform.ts',
        from: "    payObligation(run, 'paid')\n",
        to: "    payObligation(run, 'paid')\n    payObligation(run, 'paid')\n",
      },
    ],
  },
  {
    name: 'a purge does not reach what is under way',
    edits: [
      {
        file: 'driver/purge.ts',
        from: '  flights.purgeWhere((flight) => note.concerns(flight))\n',
        to: '',
      },
    ],
  },
  {
    name: 'what was asked for before a purge serves those who come after it',
    edits: [
      {
        file: 'driver/flight-run.ts',
        from: "      case 'awaitReply.open':\n        return true",
        to: "      case 'awaitReply.open':\n      case 'awaitReply.fenced':\n        return true",
      },
      {
        file: 'machine/flight-machine.ts',
        from: "const elsewhere = {\n  'follower.joined': { actions: ['follower.sendElsewhere'] },",
        to: "const elsewhere = {\n  'follower.joined': { actions: ['follower.park'] },",
      },
    ],
  },
  {
    name: 'what was asked for before a purge is committed after it',
    seenAs: 'lessons of peers: a fetch that was in flight during a purge brings back what was purged',
    edits: [
      {
        file: 'driver/discharge.ts',
        from: "if (flight?.isFenced === true) return 'accepted'",
        to: '',
      },
      {
        file: 'machine/flight-machine.ts',
        from: "'reply.store': { target: `${streaming}.fenced`, actions: ['followers.stream'] },",
        to: "'reply.store': { target: `${streaming}.open`, actions: ['writer.open', 'followers.stream'] },",
      },
    ],
  },
  {
    name: 'a write does not reach what is under way',
    edits: [
      {
        file: 'driver/invalidate.ts',
        from: '  for (const { key } of stored) if (key !== null) flights.purge(key)\n',
        to: '',
      },
    ],
  },
  {
    name: 'a late reply removes what has replaced the one it was asked about',
    edits: [
      {
        file: 'driver/discharge.ts',
        from: '  flight?.isFenced === false &&\n',
        to: '  flight !== undefined &&\n',
      },
    ],
  },
  {
    name: 'what a 304 confirmed before a purge is fresh after it',
    edits: [
      {
        file: 'driver/discharge.ts',
        from: '  if (flightOf(run).isFenced) return flightOf(run).conclude(type)\n',
        to: '',
      },
    ],
  },
  {
    name: 'the last client that leaves stops the body, though it is being stored',
    seenAs: 'seed 003: a store operation that ends with its caller',
    edits: [
      {
        file: 'driver/follow.ts',
        from: '  if (isYetToRead(streaming?.leader ?? run) || !mayStop(run, streaming)) return\n',
        to: '',
      },
    ],
  },
  {
    name: 'a lookup that nobody waits for any more is heard all the same',
    edits: [
      {
        file: 'driver/look-up.ts',
        from: "const isAwaited = (): boolean => run.lookups === lookups && run.lookup !== 'cancelled'",
        to: 'const isAwaited = (): boolean => lookups > 0',
      },
    ],
  },
  {
    name: 'a follower that streams still counts as one that waits',
    edits: [
      {
        file: 'driver/perform-flight.ts',
        from: '  flight.release(run)\n  // Whoever was told',
        to: '  // Whoever was told',
      },
    ],
  },
  {
    name: 'a timer outlives what it guards',
    edits: [
      {
        file: 'driver/deadline-watch.ts',
        from: '    this.#run.environment.clock.clearTimer(this.#timer)\n    this.#timer = undefined\n  }\n\n  /** The transaction',
        to: '    this.#timer = undefined\n  }\n\n  /** The transaction',
      },
    ],
  },
  {
    name: 'a body that has ended is kept on the list',
    edits: [{ file: 'driver/create-relay.ts', from: '      relays.leave(seat)\n', to: '' }],
  },
  {
    name: 'a key stays busy after its refresh',
    seenAs: 'nitro #2164: stale for ever',
    edits: [
      {
        file: 'driver/refresh.ts',
        from: '      if (failure === undefined) supervisor.succeeded(key)\n      else supervisor.failed(key)\n',
        to: '',
      },
    ],
  },
  {
    name: 'the caller of a request that fails is not told',
    edits: [
      {
        file: 'driver/fail.ts',
        from: "  run.outcome.settle({ type: 'error', error: errorOf(verdict) })",
        to: '  errorOf(verdict)',
      },
    ],
  },
  {
    name: 'the store is told of a whole body, and never asked to keep it',
    edits: [
      {
        file: 'driver/body-relay.ts',
        from: "if (this.#state === 'complete') this.#committing ??= this.#writer?.commit()",
        to: "if (this.#state === 'complete') this.#committing ??= undefined",
      },
    ],
  },
  {
    name: 'a reader gets a piece of the body twice',
    edits: [
      {
        file: 'driver/relay-readers.ts',
        from: '    this.#keep(chunk)\n    this.#pacer?.push(chunk)\n',
        to: '    this.#keep(chunk)\n    this.#pacer?.push(chunk)\n    this.#pacer?.push(chunk)\n',
      },
    ],
  },
  {
    name: 'stale is served against a veto',
    seenAs: 'undici #5508: must-revalidate ignored',
    edits: [
      {
        file: 'policy/reuse.ts',
        from: "  if (stored.mustNotBeStale) return forwarded('stale', stored)\n",
        to: '',
      },
    ],
  },
  {
    name: 'an error is hidden against a veto',
    edits: [
      {
        file: 'policy/stale-if-error.ts',
        from: 'stored === null || stored.mustNotBeStale || stored.mustValidate',
        to: 'stored === null',
      },
    ],
  },
  {
    name: 'stale is served without anybody having allowed it',
    seenAs: 'make-fetch-happen: stale on any transport error, without limit',
    edits: [
      {
        file: 'policy/reuse.ts',
        from: 'const window = stored.staleWhileRevalidate ?? question.policy.staleWhileRevalidate',
        to: 'const window = 1_000',
      },
    ],
  },
]
