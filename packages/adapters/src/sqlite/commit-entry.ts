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

/** One transaction: what is committed is there as a whole, or not at all. */
export function commitEntry(tables: Tables, task: EntryToCommit): 'stored' | 'refused' {
  return tables.transaction(() => {
    const { key, head, claim, body } = task
    const { change, variants } = beginKeyChange(tables, key, task.now)
    if (!claimHolds(change, claim, { key, labels: head.labels, urls: [head.url] })) return 'refused'
    const id = change.nextNumber()
    const place = completeBody(tables, body, id)
    if (place === undefined) return 'refused'
    for (const replaced of replacedBy(head, variants, task.maxVariants)) change.remove(replaced)
    insertEntry(change, task, { id, body: place })
    change.finish()
    return 'stored'
  })
}

/** The number of the body; `undefined` where it was taken for one that nobody writes any more. */
function completeBody({ body: bodies }: Tables, body: BodyToCommit, id: number): number | undefined {
  const { loose = id, last, number } = body
  if (body.loose !== undefined && bodies.dropLoose.run(loose, 'writing') === 0) return undefined
  if (last.length > 0) bodies.addChunk.run(loose, number, last)
  return loose
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
