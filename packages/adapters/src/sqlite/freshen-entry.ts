import type { Millis, WriteClaim } from '@cachechart/core'
import { beginKeyChange, labelsOf, type Change } from './change.ts'
import { claimHolds } from './claim-holds.ts'
import { labelsText, type StoredHead } from './stored-head.ts'
import type { EntryRow, Tables } from './tables.ts'

/** An entry, and the head that it gets. */
export interface EntryToFreshen {
  readonly key: string
  readonly id: number
  /** `undefined`: one that may not be stored here. The entry goes. */
  readonly head: StoredHead | undefined
  readonly claim: WriteClaim
  readonly now: Millis
}

/** One transaction: it has the old head or the new one. */
export function freshenEntry(tables: Tables, task: EntryToFreshen): 'freshened' | 'gone' {
  return tables.transaction(() => {
    const { key, head, claim } = task
    const { change, variants } = beginKeyChange(tables, key, task.now)
    const row = variants.find(([id]) => id === task.id)
    if (row === undefined) return 'gone'
    const labels = [...labelsOf(row[7]), ...(head?.labels ?? [])]
    if (!claimHolds(change, claim, { key, labels, urls: [row[6], head?.url ?? null] })) return 'gone'
    if (head === undefined) change.remove(row)
    else {
      const displaced = variants.filter((variant) => variant !== row && variant[1] === head.selection)
      for (const variant of displaced) change.remove(variant)
      replaceHead(change, { row, head, placed: change.nextNumber() })
    }
    change.finish()
    return head === undefined ? 'gone' : 'freshened'
  })
}

/** What becomes of an entry's head. */
export interface HeadReplacement {
  readonly row: EntryRow
  readonly head: StoredHead
  /** Its place among heads of the same date. */
  readonly placed: number
}

/** Gives an entry another head, and the labels and the URL of that. */
export function replaceHead({ tables: { entry } }: Change, { row, head, placed }: HeadReplacement): void {
  const [id] = row
  const labels = labelsText(head)
  if (labels !== row[7]) {
    for (const label of labelsOf(row[7])) entry.dropLabel.run(label, id)
    for (const label of head.labels) entry.addLabel.run(label, id)
  }
  entry.changeHead.run(head.selection, head.date, placed, head.url, labels, head.text, id)
}
