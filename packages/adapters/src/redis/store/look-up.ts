import type { LookupResult } from '@cachechart/core'
import type { RedisReply } from '../client/redis-client.ts'
import { refusalOf } from '../client/refusal.ts'
import type { EarlierPurges } from './pending-purges.ts'
import { newestFirst, readVariants } from './read-variants.ts'
import { opener, RedisEntry } from './redis-entry.ts'
import type { StoreContext } from './store-context.ts'
import { seenUntil } from './variant-record.ts'
import type { UseCounts } from './use-counts.ts'

/** What is looked up. */
export interface LookupTask {
  readonly key: string
  readonly uses: UseCounts
  /** The purges of this process that were asked for before. */
  readonly earlier: EarlierPurges
}

/** Looks a key up: its entry, and how far the purges have come, are asked for at once. */
export async function lookUp(
  context: StoreContext,
  { key, uses, earlier }: LookupTask,
): Promise<LookupResult> {
  const { ledger } = context
  const view = await earlier.view()
  const [state, reply] = await Promise.all([ledger.read(), readEntry(context, key)])
  const { variants, rejected } = readVariants(reply, key)
  for (const reason of rejected) context.reject(key, reason)
  const moment = state.sequence
  const seen = variants.flatMap((variant) =>
    seenUntil(variant.record) < state.barrier ? [] : (view(variant) ?? []),
  )
  if (seen.length === 0) return { type: 'miss', moment }
  const entries = seen
    .toSorted(newestFirst)
    .map((variant) => new RedisEntry(variant, opener(context, key, variant), uses))
  return { type: 'hit', variants: entries, moment }
}

async function readEntry({ link, names, reject }: StoreContext, key: string): Promise<RedisReply> {
  const name = names.entry(names.tagOf(key))
  try {
    return await link.send(name, ['HGETALL', name])
  } catch (error) {
    if (refusalOf(error) !== 'WRONGTYPE') throw error
    reject(key, 'it is of another type')
    return null
  }
}
