import type { PurgeChange, PurgeSelector } from '@cachechart/core'
import { countOf } from '../client/reply-of.ts'
import { changeEntry, removeEntry, type LookingPurge } from './purge-entries.ts'
import { mayHaveEvicted } from './may-have-evicted.ts'
import { mentionScript, purgeLabelScript } from './purge-scripts.ts'
import { runScript } from './redis-script.ts'
import type { StoreContext } from './store-context.ts'
import { generationLife } from './purge-horizon.ts'
import { entryTags, labelledTags, sumOver } from './walk-entries.ts'

/** Removes or changes what is selected; how many there were. */
export function purgeStore(
  context: StoreContext,
  selector: PurgeSelector,
  change: PurgeChange,
): Promise<number> {
  return selector.type === 'key'
    ? purgeKey(context, selector.key, change)
    : purgeMany(context, selector, change)
}

function purgeKey(context: StoreContext, key: string, change: PurgeChange): Promise<number> {
  const tag = context.names.tagOf(key)
  return context.queue.change(key, async () => {
    const begun = await context.ledger.begin('one')
    if (change === 'remove') return removeEntry(context, tag, begun)
    return changeEntry(context, tag, { ...begun, change, selector: { type: 'key', key } })
  })
}

type ManySelector = Exclude<PurgeSelector, { type: 'key' }>

async function purgeMany(
  context: StoreContext,
  selector: ManySelector,
  change: PurgeChange,
): Promise<number> {
  const pending = context.purges.begin(selector, change)
  try {
    await context.queue.changed()
    const begun = await context.ledger.begin(kindOf(selector, change))
    pending.numbered(begun.number)
    const purge = { ...begun, selector, change }
    if (selector.type !== 'all') return await purgeLabel(context, labelOf(selector), purge)
    if (change === 'remove')
      return await sumOver(entryTags(context), (tag) => removeEntry(context, tag, begun))
    const changed = await sumOver(entryTags(context), (tag) => changeEntry(context, tag, purge))
    await context.ledger.raiseBarrier(begun.number)
    return changed
  } finally {
    pending.end()
  }
}

function kindOf(selector: ManySelector, change: PurgeChange): 'one' | 'change all' | 'remove all' {
  if (selector.type !== 'all') return 'one'
  return change === 'remove' ? 'remove all' : 'change all'
}

function labelOf(selector: Exclude<ManySelector, { type: 'all' }>): string {
  return selector.type === 'url' ? `url ${selector.url}` : `surrogate key ${selector.surrogateKey}`
}

/**
 * First nothing new gets the label by an old claim; then all keys that may have it are looked at. A server that makes room
 * takes indexes as well as entries, the ones that nobody writes to first: then all entries are looked at.
 */
async function purgeLabel(context: StoreContext, label: string, purge: LookingPurge): Promise<number> {
  const { link, names } = context
  await runScript(link, purgeLabelScript, {
    keys: [names.indexGeneration(label)],
    parameters: [purge.number, generationLife],
  })
  const indexed = await sumOver(labelledTags(context, label), (tag) => changeEntry(context, tag, purge))
  if (!(await mayHaveEvicted(context))) return indexed
  const text = textInHead(purge)
  const others = await sumOver(entryTags(context), async (tag) => {
    const reply = await runScript(link, mentionScript, {
      keys: [names.entry(tag)],
      parameters: [purge.number, purge.barrier, text],
    })
    return countOf(reply) === 1 ? changeEntry(context, tag, purge) : 0
  })
  return indexed + others
}

/** What the heads that are selected have in them, as they were written; some others may have it, too. */
function textInHead({ selector }: LookingPurge): string {
  return JSON.stringify(
    selector.type === 'url' ? selector.url : selector.type === 'surrogateKey' ? selector.surrogateKey : '',
  )
}
