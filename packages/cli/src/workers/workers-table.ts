import { inFlightTable } from '@cachechart/adapters/node'
import type { InFlight } from '@cachechart/core'

/** A transaction, with its worker where there are several. */
type Placed = InFlight & { readonly worker?: number }

/** What is in flight as plain text, a table for each worker: the numbers of transactions are each worker's own. */
export function workersTable({ inFlight }: { readonly inFlight: readonly Placed[] }): string {
  const byWorker = [...Map.groupBy(inFlight, ({ worker }) => worker)]
  if (byWorker.length === 0) return inFlightTable([])
  return byWorker
    .map(([worker, its]) => (worker === undefined ? '' : `worker ${worker}, `) + inFlightTable(its))
    .join('\n')
}
