import type { Millis, WriteClaim } from '@cachechart/core'
import { beginKeyChange, type Change } from './change.ts'
import { claimHolds } from './claim-holds.ts'
import { labelsText, type StoredHead } from './stored-head.ts'
import type { EntryRow, Tables } from './tables.ts'

/** What is committed. */
export interface EntryToCommit {
  readonly key: string
  readonly head: StoredHead
  readonly claim: WriteClaim
  readonly body: BodyToCommit
  readonly maxVariants: number
  readonly now: Millis
}

/** A body whose last chunk is not written yet. */
export interface BodyToCommit {
  /** Of which other chunks have been written; `undefined` where there are none. */
  readonly loose: number | undefined
  /** What is left, and its number among the chunks. */
  readonly last: Uint8Array
  readonly number: number
  readonly length: number
}

/** What was committed, as soon as the transaction is. */
export interface Committed {
  readonly id: number
  readonly body: number
  /** Whether it is all that is stored under its key. */
  readonly isOnly: boolean
  /** How far the purges have come. */
  readonly moment: number
}

/**
 * One transaction: what is committed is there as a whole, or not at all. `refused`: the claim does not hold, or the body was
 * taken for one that nobody writes any more.
 */
export function commitEntry(tables: Tables, task: EntryToCommit): Committed | 'refused' {
  return tables.transaction(() => {
    const { key, head, claim, body } = task
    const { change, variants } = beginKeyChange(tables, key, task.now)
    if (!claimHolds(change, claim, { key, labels: head.labels, urls: [head.url] })) return 'refused'
    const { loose } = body
    if (loose !== undefined && tables.body.dropLoose.run(loose, 'writing') === 0) return 'refused'
    // First, as what is written next takes the pages that become free.
    const replaced = replacedBy(head, variants, task.maxVariants)
    for (const variant of replaced) change.remove(variant)
    const id = change.nextNumber()
    const place = { id, body: loose ?? id }
    if (body.last.length > 0) tables.body.addChunk.run(place.body, body.number, body.last)
    insertEntry(change, task, place)
    change.finish()
    return { ...place, isOnly: replaced.length === variants.length, moment: change.before.purges }
  })
}

/** The same variant, and the oldest where there are too many. */
function replacedBy(
  { selection }: StoredHead,
  variants: readonly EntryRow[],
  maxVariants: number,
): readonly EntryRow[] {
  const same = variants.filter((variant) => variant[1] === selection)
  const others = variants.filter((variant) => variant[1] !== selection)
  if (others.length < maxVariants) return same
  const newestFirst = others.toSorted((one, other) => other[2] - one[2] || other[3] - one[3])
  return [...same, ...newestFirst.slice(maxVariants - 1)]
}

function insertEntry(
  change: Change,
  { key, head, body: { length }, now }: EntryToCommit,
  { id, body }: { readonly id: number; readonly body: number },
): void {
  const { entry } = change.tables
  const place = [id, key, head.selection, head.date, id, body, length] as const
  entry.insert.run(...place, now, head.url, labelsText(head), head.text)
  for (const label of head.labels) entry.addLabel.run(label, id)
  change.added(length)
}
