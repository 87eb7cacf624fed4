import { page, type ExploredSystem } from './explored-system.ts'
import { textOf } from '../../driver/text-of.ts'
import { first } from './first.ts'

/** Each obligation is discharged exactly once. */
export const oneDischarge = ({ books }: ExploredSystem): string | undefined =>
  first(books.accounts, ([transaction, account]) => {
    const { obligationsTaken: taken, obligationsDischarged: discharged, state } = account
    if (taken > 1 || discharged > taken)
      return `transaction ${transaction} has taken ${taken} obligations and discharged ${discharged}`
    const isOver = ['delivered', 'failed', 'abandoned', 'settled'].includes(state)
    return isOver && discharged < taken
      ? `transaction ${transaction} has ended without discharging its obligation`
      : undefined
  }) ?? leakOf(books, 'obligation')

const leakOf = ({ leaks }: ExploredSystem['books'], what: string): string | undefined => {
  const leak = leaks.find((each) => each.what === what)
  return leak && `${what} ${leak.how}, says the cache, by transaction ${leak.transaction.id}`
}

/** When all is over nothing is left: no fetch, no timer, no reader, no debt. */
export const nothingLeft = (system: ExploredSystem): string | undefined => {
  if (!system.isOver) return undefined
  const { environment, clock, cache } = system
  const left = {
    transactions: environment.open.size,
    flights: environment.flights.of(page).length,
    bodies: environment.relays.size,
    'changes to the store': environment.changes.size,
    refreshes: environment.supervisor.running,
    'leases of its own': system.lease.granted.length,
    timers: clock.timers.length,
  }
  const { leaks, ...lines } = cache.ledger()
  return (
    first(Object.entries(left), ([what, count]) =>
      count > 0 ? `all is over, and there are ${count} ${what}` : undefined,
    ) ??
    first(Object.entries(lines), ([what, { taken, discharged }]) =>
      taken === discharged ? undefined : `all is over; of ${taken} ${what} ${discharged} were discharged`,
    ) ??
    (leaks > 0 ? `the cache counts ${leaks} leaks` : undefined)
  )
}

/** No event came where none expects it, and nothing went wrong within the cache. */
export const expectedEvents = ({ books }: ExploredSystem): string | undefined => {
  const [defect] = books.defects
  return defect === undefined ? undefined : `the cache broke off: ${textOf(defect)}`
}
