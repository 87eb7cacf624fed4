import { expect, test } from '@jest/globals'
import { edgesOf, flightTable, transactionTable } from '../graph-paths.ts'
import { socketFlightReach, socketReach } from './reach.ts'

const rows = [...socketReach, ...socketFlightReach].map(
  (reach) => [reach.front, reach.machine, reach] as const,
)

test.each(rows)(
  'each edge is walked through the %s over sockets, or has a reason not to be, never both: %s machine',
  (_front, machine, { walked, unreachable }) => {
    const table = machine === 'flight' ? flightTable : transactionTable
    const named = [...walked, ...unreachable].map(({ edge }) => edge)
    expect(named.toSorted()).toEqual(edgesOf(table).toSorted())
  },
)
