import { eventWords } from '../engine/explain/event-words.ts'
import type { History } from '../engine/history.ts'
import type { ExplainedTransaction } from './cache-explanation.ts'

/** So many tell what happens to a key, and can be read. */
const most = 5

/** The last transactions for a key that have ended, oldest first. */
export const explainedTransactions = (
  finished: readonly History[],
  key: string,
): readonly ExplainedTransaction[] =>
  finished
    .filter((history) => history.key === key)
    .slice(-most)
    .map((history) => {
      const { id, role, method, startedAt, state, history: steps } = history.toTrace()
      const last = steps.at(-1)?.at ?? startedAt
      // A clock that was set back makes no duration negative.
      const took = Math.max(0, last - startedAt)
      return { id, role, method, startedAt, took, state, steps: steps.map(({ event }) => eventWords[event]) }
    })
