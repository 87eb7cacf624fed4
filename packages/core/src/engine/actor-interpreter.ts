import { createActor, type AnyActor, type InspectionEvent } from 'xstate'
import {
  transactionEffects,
  type TransactionEffect,
  type TransactionEvent,
} from '../machine/transaction-alphabet.ts'
import type { Interpreter } from './interpreter.ts'
import { statePathOf } from './state-path.ts'
import { IllegalEventError } from './step.ts'
import type { Transaction } from './transaction.ts'
import { machinesOf, type Machines } from './machines.ts'
import type { TransactionNode } from './transaction-table.ts'

/** Sees what XState's inspection API tells, and of which transaction. It must not throw: XState would fail its actor. */
export type Inspect = (event: InspectionEvent, transaction: Transaction) => void

/**
 * Runs each transaction as an XState actor, so that XState's inspection API and its tools see every request.
 * Some hundred times slower than the table; the tests of the whole system run on both.
 */
export const createActorInterpreter = (inspect?: Inspect, machines: Machines = machinesOf()): Interpreter => {
  const { transaction: table, transactionMachine } = machines
  const actors = new WeakMap<Transaction, AnyActor>()
  let ordered: TransactionEffect[] = []
  const order = (effect: TransactionEffect) => () => {
    ordered.push(effect)
  }
  const actions = Object.fromEntries(transactionEffects.map((effect) => [effect, order(effect)]))
  const machine = transactionMachine.provide({ actions })

  return {
    initial: table.initial,
    begin(transaction) {
      const id = `transaction-${transaction.history.id}`
      const actor =
        inspect === undefined
          ? createActor(machine, { id })
          : createActor(machine, { id, inspect: (event) => inspect(event, transaction) })
      actors.set(transaction, actor)
      actor.start()
    },
    step(transaction, event) {
      const actor = actors.get(transaction)
      const fact = { type: event } as TransactionEvent // the union has exactly one member of that name
      if (actor === undefined || !actor.getSnapshot().can(fact)) {
        throw new IllegalEventError(transaction.state, event)
      }
      const outer = ordered
      const effects: TransactionEffect[] = []
      ordered = effects
      try {
        actor.send(fact)
      } finally {
        // Whoever inspects may send a request, in the midst of this step: each step has its own effects.
        ordered = outer
      }
      return { event, target: nodeOf(actor, table), effects }
    },
  }
}

/** The table has every state of the machine that it was made of. */
const nodeOf = (actor: AnyActor, { states }: Machines['transaction']): TransactionNode => {
  const { value } = actor.getSnapshot() as { readonly value: unknown } // an actor of a machine has a state
  return states.get(statePathOf(value) as TransactionNode['name']) as TransactionNode
}
