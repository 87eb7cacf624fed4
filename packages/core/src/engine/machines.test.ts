import { describe, expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import { flightMachine } from '../machine/flight-machine.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { CompileError } from './compile-error.ts'
import { flightTable } from './flight-table.ts'
import { machinesOf } from './machines.ts'
import { transactionTable } from './transaction-table.ts'

const refusalOf = (make: () => unknown): unknown => {
  try {
    return make()
  } catch (error) {
    return error
  }
}

describe('the machines of a cache', () => {
  test("are the cache's own, compiled once, where nothing else is wished", () => {
    expect(machinesOf()).toEqual({ transactionMachine, transaction: transactionTable, flight: flightTable })
    expect(machinesOf().transaction).toBe(transactionTable)
    expect(machinesOf({ flight: undefined }).flight).toBe(flightTable)
  })

  test('may be variants of the same words', () => {
    const transaction = createMachine({
      id: 'short',
      initial: 'received',
      states: {
        received: { on: { 'request.pass': { target: 'failed', actions: ['client.fail'] } } },
        failed: { type: 'final' },
      },
    })
    const machines = machinesOf({ transaction, flight: flightMachine })
    expect(machines.transactionMachine).toBe(transaction)
    expect(machines.transaction.initial.on.get('request.pass')).toMatchObject({
      target: { name: 'failed' },
      effects: ['client.fail'],
    })
    expect([...machines.flight.states.keys()]).toEqual([...flightTable.states.keys()])
  })

  test.each([
    ['a state', { states: { waiting: {} }, initial: 'waiting' }, '"waiting" is none of the states'],
    [
      'an event',
      { initial: 'received', states: { received: { on: { 'tea.ready': 'received' } } } },
      '"tea.ready" is none of the events',
    ],
    [
      'an effect',
      {
        initial: 'received',
        states: { received: { on: { 'request.pass': { target: 'received', actions: 'tea.make' } } } },
      },
      '"tea.make" is none of the effects',
    ],
  ])('may not use %s that nobody knows', (_what, config, message) => {
    const error = refusalOf(() => machinesOf({ transaction: createMachine(config) }))
    expect(error).toBeInstanceOf(CompileError)
    expect(error).toMatchObject({ code: 'ERR_COMPILE_UNKNOWN', message: expect.stringContaining(message) })
  })

  test('may not order anything before the first event: nobody would carry it out', () => {
    const flight = createMachine({
      initial: 'closed',
      states: { closed: { type: 'final', entry: 'fetch.cancel' } },
    })
    expect(refusalOf(() => machinesOf({ flight }))).toMatchObject({
      code: 'ERR_COMPILE_START',
      message: expect.stringContaining('"fetch.cancel" is ordered before anything has happened'),
    })
  })
})
