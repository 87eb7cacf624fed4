import { StoreError, type PurgeChange, type PurgeSelector, type StoredResponse } from '@cachechart/core'
import { countOf, textOf } from '../client/reply-of.ts'
import type { RedisReply } from '../client/redis-client.ts'
import { addLabels, labelsOf } from './commit-response.ts'
import { isSelected } from './pending-purges.ts'
import type { BegunPurge } from './purge-ledger.ts'
import { changeScript, removeScript, selectScript } from './purge-scripts.ts'
import { readVariant, type FoundVariant } from './read-variants.ts'
import { runScript } from './redis-script.ts'
import { storableResponse } from './storable-response.ts'
import { bodyGrace, type StoreContext } from './store-context.ts'
import { generationLife } from './purge-horizon.ts'
import { seenUntil, writeRecord } from './variant-record.ts'

/** Removes all variants of a key that a purge is about; how many there were. */
export async function removeEntry(
  { link, names }: StoreContext,
  tag: string,
  { number, barrier }: BegunPurge,
): Promise<number> {
  const reply = await runScript(link, removeScript, {
    keys: [names.entry(tag), names.generation(tag)],
    parameters: [number, barrier, generationLife, bodyGrace],
  })
  return countOf(reply) ?? 0
}

/** A purge that has to look at heads. */
export interface LookingPurge extends BegunPurge {
  readonly selector: PurgeSelector
  readonly change: PurgeChange
}

/** How often it looks again, when others have changed the same entry meanwhile: other purges, at most. */
const mostLooks = 8

/** Removes, or changes, the variants of a key that are selected; how many there were. */
export async function changeEntry(context: StoreContext, tag: string, purge: LookingPurge): Promise<number> {
  const done = new Set<string>()
  for (let look = 0; look < mostLooks; look += 1) {
    // oxlint-disable-next-line no-await-in-loop -- it is looked again only after a change has failed
    const selected = await selectVariants(context, tag, purge)
    const left = selected.filter(({ record }) => !done.has(record.body.id))
    if (left.length === 0) return done.size
    // oxlint-disable-next-line no-await-in-loop -- the same
    const names = await changeVariants(context, { tag, selected: left, purge })
    for (const { name, record } of left) if (names.has(name)) done.add(record.body.id)
    if (names.size === left.length) return done.size
  }
  throw new StoreError(
    'ERR_STORE_FAILED',
    `an entry was changed by others ${mostLooks} times while it was purged`,
  )
}

async function selectVariants(
  { link, names, reject }: StoreContext,
  tag: string,
  { number, barrier, selector }: LookingPurge,
): Promise<readonly FoundVariant[]> {
  const reply = await runScript(link, selectScript, {
    keys: [names.entry(tag), names.generation(tag)],
    parameters: [number, barrier, generationLife],
  })
  const [key, ...values] = Array.isArray(reply) ? (reply as readonly RedisReply[]) : []
  const found: FoundVariant[] = []
  for (let index = 0; index + 2 < values.length; index += 3) {
    const variant = readVariant(textOf(values[index]) ?? '', textOf(values[index + 1]), values[index + 2])
    if (typeof variant === 'string') reject(textOf(key) ?? '', variant)
    else if (isSelected(selector, variant.response)) found.push(variant)
  }
  return found
}

interface Changes {
  readonly tag: string
  readonly selected: readonly FoundVariant[]
  readonly purge: LookingPurge
}

/** The names of those that are changed. */
async function changeVariants(
  context: StoreContext,
  { tag, selected, purge }: Changes,
): Promise<ReadonlySet<string>> {
  const { change, number, floor } = purge
  const parameters: string[] = []
  for (const { name, raw, record, response } of selected) {
    const head = change === 'remove' ? undefined : storableResponse(change(response), record.body.length)
    if (head === undefined || head.sensitive) parameters.push(name, raw, '', '')
    else {
      // oxlint-disable-next-line no-await-in-loop -- hardly ever: a purge that gives other labels
      await addNewLabels(context, { tag, before: response, after: head, number, expires: record.expires })
      // What another purge of all has not come by yet must not look as if it had.
      const changed = seenUntil(record) < floor ? record.changed : Math.max(record.changed, number)
      parameters.push(name, raw, writeRecord({ ...record, changed, date: head.date }), JSON.stringify(head))
    }
  }
  const reply = await runScript(context.link, changeScript, {
    keys: [context.names.entry(tag)],
    parameters: [bodyGrace, ...parameters],
  })
  const names = Array.isArray(reply) ? (reply as readonly RedisReply[]) : []
  return new Set(names.flatMap((name) => textOf(name) ?? []))
}

interface Relabelled {
  readonly tag: string
  readonly before: StoredResponse
  readonly after: StoredResponse
  readonly number: number
  readonly expires: number
}

async function addNewLabels(context: StoreContext, relabelled: Relabelled): Promise<void> {
  const { tag, before, after, number, expires } = relabelled
  const known = new Set(labelsOf(before))
  if (labelsOf(after).every((label) => known.has(label))) return
  const life = Math.max(1000, expires - context.limits.clock.now())
  await addLabels(context, { tag, response: after, claim: { moment: number }, life })
}
