import { isSameVariant } from '../http/same-variant.ts'
import type { MemoryEntry } from './memory-entry.ts'

/** By date, for a sort that leaves those of the same date as they are. */
export function newestFirst(one: MemoryEntry, other: MemoryEntry): number {
  return other.head.date - one.head.date
}

/**
 * The variants of a key with a new one among them, newest first by their date, the one that came last before others
 * of its date. It takes the place of the same variant, and of the oldest one where there are too many; it is never
 * dropped itself, because a variant that is always the oldest could then never be stored.
 */
export function placeVariant(
  variants: readonly MemoryEntry[],
  entry: MemoryEntry,
  maxVariants: number,
): readonly MemoryEntry[] {
  if (variants.length === 0) return [entry]
  const others = variants.filter(({ head }) => !isSameVariant(head, entry.head)).slice(0, maxVariants - 1)
  const place = others.findIndex(({ head }) => head.date <= entry.head.date)
  return others.toSpliced(place === -1 ? others.length : place, 0, entry)
}
