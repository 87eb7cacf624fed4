import { inFlightTable } from '@cachechart/adapters/node'
import type { InFlight, Millis, StoreHealth } from '@cachechart/core'
import { storeHealthLine } from '../store-health-line.ts'

/** A transaction, with its worker where there are several. */
type Placed = InFlight & { readonly worker?: number }

/** What is known of several workers, or of the one process that there is. */
export interface WorkersSeen {
  readonly inFlight: readonly Placed[]
  /** When it was told. */
  readonly now?: Millis
  /** That of the one process. */
  readonly storeHealth?: StoreHealth
  readonly workers?: readonly {
    readonly worker: number
    readonly pid?: number
    readonly state: string
    readonly storeHealth?: StoreHealth
  }[]
}

/**
 * What is in flight as plain text, a table for each worker: the numbers of transactions are each worker's own. Before them
 * a line for each worker of which it is not known, or that is not there, or whose store is not as it should be.
 */
export function workersTable({ inFlight, now = Date.now(), storeHealth, workers = [] }: WorkersSeen): string {
  const silent = workers
    .filter(({ state }) => state === 'silent')
    .map(
      ({ worker, pid }) =>
        `worker ${worker} (process ${pid}) is silent: what it has in flight is not known\n`,
    )
  const waiting = workers
    .filter(({ state }) => state === 'waiting')
    .map(({ worker }) => `worker ${worker} has ended, and waits to be started again\n`)
  const tables = [...Map.groupBy(inFlight, ({ worker }) => worker)].map(
    ([worker, its]) => (worker === undefined ? '' : `worker ${worker}, `) + inFlightTable(its),
  )
  if (tables.length === 0)
    tables.push(silent.length === 0 ? inFlightTable([]) : 'nothing else is known to be in flight\n')
  const lines = [...silent, ...waiting, ...healthLines({ now, storeHealth, workers })].join('')
  return [...(lines === '' ? [] : [lines]), ...tables].join('\n')
}

/** A cache whose store is as it should be says nothing. */
function healthLines({
  now,
  storeHealth,
  workers,
}: Required<Pick<WorkersSeen, 'now' | 'workers'>> & {
  readonly storeHealth: StoreHealth | undefined
}): readonly string[] {
  const own = storeHealth === undefined ? '' : storeHealthLine(storeHealth, now)
  const theirs = workers.map(({ worker, storeHealth: its }) => {
    const line = its === undefined ? '' : storeHealthLine(its, now)
    return line === '' ? '' : `worker ${worker}: ${line}`
  })
  return [own, ...theirs]
}
