import type { AnyStateMachine } from 'xstate'
import { flightEffects, flightEvents, flightStates } from '../machine/flight-alphabet.ts'
import { transactionEffects, transactionEvents, transactionStates } from '../machine/transaction-alphabet.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { CompileError } from './compile-error.ts'
import { compile } from './compile.ts'
import type { CompiledMachine } from './compiled-machine.ts'
import { flightTable } from './flight-table.ts'
import { transactionTable } from './transaction-table.ts'

/** A machine that XState has made. (Its own type for any machine is made of `any`.) */
export interface XStateMachine {
  readonly id: string
  readonly config: object
  readonly root: object
}

/**
 * Machines in place of the cache's own, of the same words: states may lead elsewhere, order other effects, or be left
 * out. Whether they keep what the cache promises is for `explore` to say.
 */
export interface MachineOptions {
  readonly transaction?: XStateMachine | undefined
  readonly flight?: XStateMachine | undefined
}

/** What a cache runs: the transaction machine, as it is written and as a table, and the flights' table. */
export interface Machines {
  readonly transactionMachine: AnyStateMachine
  readonly transaction: typeof transactionTable
  readonly flight: typeof flightTable
}

interface Words {
  readonly states: readonly string[]
  readonly events: readonly string[]
  readonly effects: readonly string[]
}

const transactionWords: Words = {
  states: transactionStates,
  events: transactionEvents,
  effects: transactionEffects,
}

const flightWords: Words = { states: flightStates, events: flightEvents, effects: flightEffects }

/**
 * The machines that a cache runs: its own, or variants of them.
 *
 * @throws CompileError when a variant cannot be a table (`compile`), uses a word that nobody carries out
 * (`ERR_COMPILE_UNKNOWN`), or orders something before its first event (`ERR_COMPILE_START`)
 */
export const machinesOf = ({ transaction, flight }: MachineOptions = {}): Machines => ({
  transactionMachine: (transaction as AnyStateMachine | undefined) ?? transactionMachine,
  // XState has made the variant; for the others `as`: `variantOf` has held the variant's words against the alphabet.
  transaction:
    transaction === undefined
      ? transactionTable
      : (variantOf(transaction, transactionWords) as typeof transactionTable),
  flight: flight === undefined ? flightTable : (variantOf(flight, flightWords) as typeof flightTable),
})

const variantOf = (machine: XStateMachine, words: Words): CompiledMachine => {
  const table = compile(machine as AnyStateMachine) // XState has made it
  const check = (state: string, kind: keyof Words, word: string): void => {
    if (words[kind].includes(word)) return
    const what = `"${word}" is none of the ${kind} that a cache knows: ${words[kind].join(', ')}`
    throw new CompileError('ERR_COMPILE_UNKNOWN', state, what)
  }
  for (const { name, on } of table.states.values()) {
    check(name, 'states', name)
    for (const { event, effects } of on.values()) {
      check(name, 'events', event)
      for (const effect of effects) check(name, 'effects', effect)
    }
  }
  const [first] = table.initialEffects
  if (first === undefined) return table
  const what = `"${first}" is ordered before anything has happened, and nobody would carry it out`
  throw new CompileError('ERR_COMPILE_START', table.initial.name, what)
}
