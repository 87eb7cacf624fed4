import { flightMachine, transactionMachine } from '@cachechart/core'
import { describe, expect, test } from '@jest/globals'
import { actorObserver, observeTable } from '../../packages/core/src/testing/observe-machine.ts'
import { furtherFlightPaths } from './further-paths.ts'
import { edgesOf, flightPaths, flightTable, transactionPaths, transactionTable } from './graph-paths.ts'
import { faultsOf } from './laws.ts'

const machines = [
  { name: 'transaction', machine: transactionMachine, table: transactionTable, paths: transactionPaths },
  {
    name: 'flight',
    machine: flightMachine,
    table: flightTable,
    paths: [...flightPaths, ...furtherFlightPaths],
  },
]

describe.each(machines)('a path of the $name machine', ({ machine, table, paths }) => {
  const observeActor = actorObserver(machine)

  test.each(paths)('$title', (path) => {
    const observed = observeTable(table, path.events)
    expect(observed.map(({ state }) => state)).toEqual(path.states)
    expect(observeActor(path.events)).toEqual(observed)
    expect(path.final ? faultsOf(path) : []).toEqual([])
  })

  test('walks each edge, on one of them at least', () => {
    const walked = new Set(paths.flatMap(({ edges }) => edges))
    expect([...walked].toSorted()).toEqual([...edgesOf(table)].toSorted())
  })

  test('has a title of its own', () => {
    expect(new Set(paths.map(({ title }) => title)).size).toBe(paths.length)
  })
})

test('a simple path that breaks a law of its machine is found', () => {
  const path = transactionPaths.find(({ events }) => events.join() === 'request.pass,client.gone')
  if (path === undefined) throw new Error('there is no such path')
  expect(faultsOf({ ...path, events: ['request.pass'] })).toEqual([
    'the client was given 0 outcomes',
    '1 deadlines were set, 0 cleared',
  ])
})
