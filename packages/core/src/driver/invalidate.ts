import type { Verdict } from '../engine/verdict.ts'
import { isPromise, type MaybePromise } from '../ports/body.ts'
import { changeStore } from './change-store.ts'
import { PurgeNote } from './purge-note.ts'
import type { TransactionRun } from './transaction-run.ts'

/** An unsafe method has succeeded: what is stored under the URIs that it may have changed goes. RFC 9111 §4.4 */
export const invalidate = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.invalidating' && verdict.type !== 'reply.replacing')
    throw new TypeError(`nothing to invalidate after ${verdict.type}`)
  const { flights } = run.environment
  const stored = verdict.uris.map((url) => ({ url, key: keyFor(run, url) }))
  // The store first: whoever is fenced off asks it again.
  for (const { key, url } of stored) {
    const work = () => removeAll(run, { key, url })
    changeStore(run, { during: 'invalidate', key: key ?? url, url, work })
  }
  // What was asked for before the change may show what was there before it.
  for (const { key } of stored) if (key !== null) flights.purge(key)
  noteForOthers(
    run,
    stored.flatMap(({ key }) => (key === null ? [] : [key])),
  )
}

/** Other unsafe requests that were asked before this one has succeeded may bring what was there before it. */
const noteForOthers = (run: TransactionRun, keys: readonly string[]): void => {
  const { open, purges } = run.environment
  if (open.size <= 1) return // the common case
  purges.count += 1
  const note = new PurgeNote(
    keys.map((key) => ({ type: 'key', key })),
    purges.count,
  )
  for (const other of open.toArray()) if (other !== run && other.state === 'direct') other.notePurge(note)
}

/** The key under which a GET for the URL is kept; `null` where the rule for keys cannot say, which `removeAll` tells. */
const keyFor = ({ transaction, settings }: TransactionRun, url: string): string | null => {
  const { request, policy, namedUrl } = transaction
  if (settings.key !== undefined && namedUrl === url) return settings.key
  try {
    const fields = url === request.url ? request.fields : []
    return policy.key({ method: 'GET', url, fields })
  } catch {
    return null
  }
}

/** By its key, and whatever is kept for the URL under keys that do not say it. */
const removeAll = (
  { environment, transaction }: TransactionRun,
  { key, url }: { readonly key: string | null; readonly url: string },
): MaybePromise<unknown> => {
  const { store } = environment
  const removed = store.delete(key ?? transaction.policy.key({ method: 'GET', url, fields: [] }))
  const purgeUrl = (): MaybePromise<number> => store.purge({ type: 'url', url }, 'remove')
  if (isPromise(removed)) return Promise.all([removed, settledLater(purgeUrl)])
  const named = purgeUrl()
  return isPromise(named) ? named : removed + named
}

/** Does the work now; what it throws is for whoever awaits the answer: what was promised before it is awaited, too. */
const settledLater = <Answer>(work: () => MaybePromise<Answer>): Promise<Answer> =>
  new Promise((resolve) => {
    resolve(work())
  })
