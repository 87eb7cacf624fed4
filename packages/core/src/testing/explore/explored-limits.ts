import type { Deadlines } from '../../driver/cache-api.ts'
import type { Millis } from '../../http/units.ts'
import type { ExploredWorld } from './explored-world.ts'

const kinds = ['store', 'flight', 'reply', 'body', 'transaction', 'lease'] as const

/** Whose a deadline is, where it is not a client's: the cache's own. */
const ownNumber = 99

/**
 * The deadlines of a client, each of a length of its own, so that a timer says whose it is and for what. (Time stands
 * still: how long they are makes no other difference.)
 */
export const limitsOf = (owner: number | 'cache', { deadlines }: ExploredWorld): Required<Deadlines> => {
  const number = owner === 'cache' ? ownNumber : owner + 1
  const limit = (kind: (typeof kinds)[number]): Millis => (kinds.indexOf(kind) + 1) * 1_000 + number
  return {
    store: limit('store'),
    flight: limit('flight'),
    lease: limit('lease'),
    reply: limit('reply'),
    body: limit('body'),
    connect: Infinity,
    transaction: deadlines === 'all' ? limit('transaction') : Infinity,
  }
}

/**
 * What a timer of this length guards, and the number of the client that it was set for; -1: the cache itself. `retry`: it
 * guards nothing, but ends a pause of the cache's own.
 */
export const readLimit = (delay: Millis): { readonly kind: string; readonly owner: number } => {
  const number = delay % 1_000
  if (number === 0) return { kind: 'retry', owner: -1 }
  return {
    kind: kinds[Math.floor(delay / 1_000) - 1] ?? 'unknown',
    owner: number === ownNumber ? -1 : number - 1,
  }
}
