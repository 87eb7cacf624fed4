import type { CacheRecord } from '../engine/record.ts'
import { createExplainer } from './create-explainer.ts'
import type { TransactionStory } from './transaction-story.ts'

/**
 * The story of one transaction of a recording: what it was told, what was concluded, and why, step by step with times.
 * `undefined` where its beginning is not among the records. The first of its number counts.
 *
 * @example
 * import { explainTransaction } from '@cachechart/core/recording'
 *
 * console.log(explainTransaction([], 12)) // undefined
 */
export const explainTransaction = (
  records: Iterable<CacheRecord>,
  id: number,
): TransactionStory | undefined => {
  const explainer = createExplainer({ isMeant: (begin) => begin.id === id })
  for (const record of records) {
    const story = explainer.take(record)
    if (story !== undefined) return story
  }
  return explainer.end().at(0)
}
