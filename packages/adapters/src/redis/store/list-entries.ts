import type { ListedEntry } from '@cachechart/core'
import type { RedisReply } from '../client/redis-client.ts'
import { refusalOf } from '../client/refusal.ts'
import { newestFirst, readVariants } from './read-variants.ts'
import { listed } from './redis-entry.ts'
import type { StoreContext } from './store-context.ts'
import { seenUntil } from './variant-record.ts'
import { entryTags } from './walk-entries.ts'

/** All that is stored, of the keys that begin so. What is not believed is left out; it is counted when it is looked up. */
export async function* listEntries(
  context: StoreContext,
  keyPrefix: string,
): AsyncGenerator<ListedEntry, void, undefined> {
  const seen = new Set<string>()
  for await (const tags of entryTags(context)) {
    for (const tag of tags) {
      // SCAN may answer a key twice.
      if (seen.has(tag)) continue
      seen.add(tag)
      // oxlint-disable-next-line no-await-in-loop -- one at a time: nobody waits for a listing
      yield* await listTag(context, tag, keyPrefix)
    }
  }
}

async function listTag(
  context: StoreContext,
  tag: string,
  keyPrefix: string,
): Promise<readonly ListedEntry[]> {
  context.checkOpen()
  const { link, names, ledger } = context
  const name = names.entry(tag)
  const [{ barrier }, reply] = await Promise.all([
    ledger.read(),
    link.send(name, ['HGETALL', name]).catch((error: unknown): RedisReply => {
      if (refusalOf(error) !== 'WRONGTYPE') throw error
      return null
    }),
  ])
  const { key, variants } = readVariants(reply)
  if (!key.startsWith(keyPrefix) || names.tagOf(key) !== tag) return []
  return variants
    .filter(({ record }) => seenUntil(record) >= barrier)
    .toSorted(newestFirst)
    .map((variant) => listed(context, key, variant))
}
