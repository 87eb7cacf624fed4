import { barredPaths } from './coverage-levels.ts'
import type { CoveredMachine } from './edge-coverage-page.ts'
import { furtherFlightPaths } from './further-paths.ts'
import { flightPaths, flightTable, transactionPaths, transactionTable } from './graph-paths.ts'

/** Both machines, with all of their paths. */
export const coveredMachines: readonly CoveredMachine[] = [
  { table: transactionTable, paths: transactionPaths },
  { table: flightTable, paths: [...flightPaths, ...furtherFlightPaths] },
].map((machine) => ({
  ...machine,
  barred: barredPaths.filter((barred) => barred.machine === machine.table.id),
}))
