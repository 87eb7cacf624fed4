import type {
  TransactionEffect,
  TransactionEventType,
  TransactionState,
} from '../machine/transaction-alphabet.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { compile } from './compile.ts'
import type { CompiledMachine, CompiledState, Edge } from './compiled-machine.ts'

export type TransactionNode = CompiledState<TransactionState, TransactionEventType, TransactionEffect>
export type TransactionEdge = Edge<TransactionState, TransactionEventType, TransactionEffect>

// For both `as`: a test holds the machine's words and the alphabet's against each other.

/** The transaction machine, compiled when the module is loaded. */
export const transactionTable = compile(transactionMachine) as CompiledMachine<
  TransactionState,
  TransactionEventType,
  TransactionEffect
>

/** The states of the table by name. */
export const transactionNodes = Object.fromEntries(transactionTable.states) as {
  readonly [State in TransactionState]: TransactionNode
}
