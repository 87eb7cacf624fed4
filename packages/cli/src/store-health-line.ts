import type { Millis, StoreHealth } from '@cachechart/core'

/** What is wrong between a cache and its store, as one line; empty while nothing is. */
export function storeHealthLine(
  { reads, writes, droppedWrites, owedInvalidations }: StoreHealth,
  now: Millis,
): string {
  const parts = [
    ...silence('is not asked', reads, now),
    ...silence('is not written to', writes, now),
    ...(owedInvalidations === 0 ? [] : [`has yet to be told of ${owedInvalidations} invalidations`]),
  ]
  if (parts.length === 0) return ''
  const dropped = droppedWrites === 0 ? '' : `; ${droppedWrites} writes were dropped since the start`
  return `the store ${parts.join(', ')}${dropped}\n`
}

function silence(
  what: string,
  { state, since, nextProbe }: StoreHealth['reads'],
  now: Millis,
): readonly string[] {
  if (state === 'closed') return []
  const next =
    state === 'halfOpen' || nextProbe === null ? 'being tried' : `tried in ${seconds(nextProbe - now)}`
  return [`${what} for ${seconds(now - since)} (${next})`]
}

const seconds = (span: Millis): string => `${Math.max(0, Math.round(span / 100) / 10)} s`
