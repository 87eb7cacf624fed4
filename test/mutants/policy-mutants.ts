import type { Edit, Mutant } from './mutant.ts'

const edit = (file: string, from: string, to: string): readonly Edit[] => [{ file, from, to }]

/** Defects of what is decided: by policy, by the engine, and by the driver where it chooses. */
export const policyMutants: readonly Mutant[] = [
  {
    name: 'what says no-store is stored',
    edits: edit(
      'policy/storable.ts',
      "else if (directives.noStore) return 'no-store'",
      "else if (directives.noStore && directives.public) return 'no-store'",
    ),
  },
  {
    name: 'what says no-store is given to those who have waited for it',
    edits: edit(
      'policy/reply.ts',
      'if (refused !== null) return { type: `reply.${refused.type}` }',
      "if (refused?.reason === 'no-store') return { type: 'reply.decline', shared: createStoredResponse(reply, policy) }",
    ),
  },
  {
    name: 'a client that wants the origin asked is served from the store',
    edits: edit(
      'policy/reuse.ts',
      "if (directives?.noCache === true) return forwarded('request', stored)\n",
      '',
    ),
  },
  {
    name: 'a client that wants the origin asked waits for what was asked before',
    edits: edit(
      'engine/translate.ts',
      "if (reason === 'request' || !isContentWithOthers(transaction)) return obliged",
      'if (!isContentWithOthers(transaction) && isContentWithOthers(transaction)) return obliged',
    ),
  },
  {
    name: 'a client that wants nothing of the origin has it asked',
    clients: 1,
    edits: edit(
      'policy/reuse.ts',
      "mode === 'fresh' || facts.directives?.onlyIfCached === true",
      "mode === 'fresh'",
    ),
  },
  {
    name: 'who has waited takes anything for fresh',
    edits: edit(
      'policy/reuse.ts',
      'return waitedSince !== null && stored.responseTime >= waitedSince && isSharedWith',
      'return waitedSince !== null && isSharedWith',
    ),
  },
  {
    name: 'an error is shown that what is stored may hide',
    seenAs: 'symfony PR 35305: stale-if-error not honoured',
    edits: edit(
      'policy/stale-if-error.ts',
      'return window > 0 && -timeToLive(stored, now) < window',
      'return false',
    ),
  },
  {
    name: 'what a 304 has confirmed is not brought up to date',
    seenAs: 'undici #4596: a background 304 that is not applied',
    edits: edit(
      'driver/discharge.ts',
      'const work = () => environment.store.freshen(key, entry, stored, claimOf(run))',
      "const work = () => (type === 'reply.freshen' ? undefined : environment.store.freshen(key, entry, stored))",
    ),
  },
  {
    name: 'a validation is repeated after a 304 for something else',
    clients: 1,
    edits: edit(
      'engine/advance.ts',
      "    case 'reply.orphaned':\n      transaction.ask = 'plain'\n      return\n",
      '',
    ),
  },
  {
    name: 'a soft purge removes',
    edits: edit(
      'driver/purge.ts',
      "return soft ? (response) => staleAt(response, now) : 'remove'",
      "return soft && now < 0 ? (response) => staleAt(response, now) : 'remove'",
    ),
  },
  {
    name: 'a key whose reply was not for sharing is not marked',
    edits: edit('driver/perform-flight.ts', 'environment.marks.write(key)', 'void [environment, key]'),
  },
  {
    name: 'what may be stopped when its client leaves goes on',
    edits: edit(
      'engine/translate.ts',
      "if (leaderLeaves === 'stop') return false",
      "if (leaderLeaves === 'stop') return true",
    ),
  },
  {
    name: 'a stored part answers those who want the whole',
    edits: edit(
      'policy/reuse.ts',
      'if (part === null || hasWhatIsAsked(question.facts, stored)) return verdict',
      'if (part !== undefined) return verdict',
    ),
  },
  {
    name: 'the age that one client was told is stored',
    seenAs: 'rusty-http-cache-semantics #30: an old Age that stays',
    edits: edit(
      'policy/present.ts',
      'const fields = joined(stored.fields, added)',
      'const fields = stored.fields as string[]\n  fields.push(...added)',
    ),
  },
  {
    name: 'a state is guarded by the deadline of another',
    edits: edit(
      'driver/deadline-watch.ts',
      'settings.deadlines[deadline]',
      "settings.deadlines[deadline === 'flight' ? 'body' : deadline]",
    ),
  },
  {
    name: 'a transaction has no deadline of its own',
    clients: 1,
    edits: edit('driver/deadline-watch.ts', '    if (this.#whole === undefined) this.#armWhole()\n', ''),
  },
  {
    name: 'who joins late misses the beginning of the body',
    edits: edit(
      'driver/relay-readers.ts',
      'for (const chunk of this.#beginning ?? []) reader.push(chunk)\n',
      '',
    ),
  },
  {
    name: 'a body that breaks off is stored as far as it came',
    seenAs: 'lessons of peers: a truncated body that is served for as long as it is fresh',
    edits: edit(
      'driver/body-relay.ts',
      '    this.#watch?.end()\n    this.#writer?.abort()\n',
      '    this.#watch?.end()\n    this.#committing ??= this.#writer?.commit()\n',
    ),
  },
  {
    name: 'a write leaves what is stored',
    edits: edit(
      'driver/invalidate.ts',
      "    changeStore(run, { during: 'invalidate', key: key ?? url, url, work })",
      '    void [changeStore, work]',
    ),
  },
  {
    name: 'what is cancelled is not cancelled at the origin',
    edits: edit(
      'driver/origin-call.ts',
      "this.#controller.abort(new BackendError('ERR_BACKEND_CANCELLED', 'the cache needs no answer any more'))",
      '',
    ),
  },
  {
    name: 'the reply to HEAD is given a body',
    edits: edit('policy/present.ts', "facts.method === 'HEAD' ? 'none' : 'full'", "'full'"),
  },
]
