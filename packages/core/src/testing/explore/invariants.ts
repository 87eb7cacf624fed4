import { oneOutcome, operationsOnce, staleInsideWindow, wholeBodies } from './client-invariants.ts'
import type { ExploredSystem } from './explored-system.ts'
import { noLostFollower, oneLeader } from './flight-invariants.ts'
import { expectedEvents, nothingLeft, oneDischarge } from './ledger-invariants.ts'
import { keptAsItCame } from './kept-invariants.ts'
import { purgeHolds, storableIsStored } from './store-invariants.ts'
import { unowedWaits } from './unowed-waits.ts'
import { wishesKept } from './wish-invariants.ts'

/** Something that holds in every state of a system, whatever has happened. */
interface Invariant {
  readonly name: string
  /** What it promises, in a sentence. */
  readonly promise: string
  /** What is wrong, if anything is. */
  readonly check: (system: ExploredSystem) => string | undefined
}

/** An invariant that does not hold, and the actions that lead there. */
export interface Violation {
  readonly invariant: string
  readonly what: string
  readonly path: readonly number[]
}

/** What has become of one invariant. */
export interface InvariantReport {
  readonly name: string
  readonly promise: string
  /** `undecided`: another is broken, and nothing was looked at after that. */
  readonly verdict: 'holds' | 'broken' | 'undecided'
}

/** What holds in every state; the first ten are those of the design. Liveness needs the whole graph: `explore` adds it. */
const invariants: readonly Invariant[] = [
  { name: 'one outcome', promise: 'each client gets exactly one outcome', check: oneOutcome },
  { name: 'one discharge', promise: 'each obligation is discharged exactly once', check: oneDischarge },
  { name: 'one leader', promise: 'of those who want the same, one asks the origin', check: oneLeader },
  { name: 'no deadlock', promise: 'nobody waits for what nobody owes, and all can end', check: unowedWaits },
  {
    name: 'storable is stored',
    promise: 'a storable reply that arrives is stored, whoever has left',
    check: storableIsStored,
  },
  { name: 'no lost follower', promise: 'whoever waits for a fetch is known to it', check: noLostFollower },
  {
    name: 'stale inside its window',
    promise: 'stale is served only where it may be',
    check: staleInsideWindow,
  },
  {
    name: 'operations once',
    promise: 'header operations apply once on every way out, and are never stored',
    check: operationsOnce,
  },
  {
    name: 'purge holds',
    promise: 'a fetch begun before a purge, or a write, is not fresh after it',
    check: purgeHolds,
  },
  { name: 'nothing left', promise: 'when all is over nothing is left', check: nothingLeft },
  { name: 'expected events', promise: 'no event comes where none expects it', check: expectedEvents },
  {
    name: 'kept as it came',
    promise: 'what is stored may be, is whole, and is as the origin sent it',
    check: keptAsItCame,
  },
  { name: 'wishes kept', promise: 'what a client asks of the cache is done, and no more', check: wishesKept },
  {
    name: 'whole bodies',
    promise: 'a client that is served has the whole body of one reply',
    check: wholeBodies,
  },
]

/** The first invariant that does not hold in a system. */
export const brokenInvariant = (system: ExploredSystem): Omit<Violation, 'path'> | undefined => {
  for (const { name, check } of invariants) {
    const what = check(system)
    if (what !== undefined) return { invariant: name, what }
  }
  return undefined
}

/** Each invariant by name, and whether it is the one that a story is about. */
export const verdictsOf = (story: { readonly invariant: string } | undefined): InvariantReport[] =>
  invariants.map(({ name, promise }) => ({ name, promise, verdict: verdictOf(name, story) }))

const verdictOf = (
  name: string,
  story: { readonly invariant: string } | undefined,
): InvariantReport['verdict'] => {
  if (story === undefined) return 'holds'
  return story.invariant === name ? 'broken' : 'undecided'
}
