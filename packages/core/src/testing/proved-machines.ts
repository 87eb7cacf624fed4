import type { AnyStateMachine } from 'xstate'
import { flightEffects, flightEvents, flightStates } from '../machine/flight-alphabet.ts'
import { flightMachine } from '../machine/flight-machine.ts'
import { transactionEffects, transactionEvents, transactionStates } from '../machine/transaction-alphabet.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'

/** A machine and its words. */
export interface ProvedMachine {
  readonly name: string
  readonly machine: AnyStateMachine
  readonly events: readonly string[]
  readonly effects: readonly string[]
  readonly states: readonly string[]
}

/** The machines that are proved: what holds for one of them holds for both. */
export const provedMachines: readonly ProvedMachine[] = [
  {
    name: 'transaction',
    machine: transactionMachine,
    events: transactionEvents,
    effects: transactionEffects,
    states: transactionStates,
  },
  {
    name: 'flight',
    machine: flightMachine,
    events: flightEvents,
    effects: flightEffects,
    states: flightStates,
  },
]
