import type { TransactionState } from '@cachechart/core'
import type { WaitsFor } from './timeline.ts'

/** What a transaction waits for in each of its states; a test compares it with what the machine says of itself. */
export const stateWaitsFor: { readonly [State in TransactionState]: WaitsFor } = {
  received: 'nothing',
  awaitCache: 'store',
  awaitFlight: 'leader',
  'awaitLease.asked': 'lease',
  'awaitLease.parked': 'lease',
  'awaitLease.background': 'lease',
  'awaitBackend.attached': 'origin',
  'awaitBackend.detached': 'origin',
  direct: 'origin',
  delivering: 'client',
  delivered: 'nothing',
  failed: 'nothing',
  abandoned: 'nothing',
  settled: 'nothing',
}

const finalStates: readonly TransactionState[] = ['delivered', 'failed', 'abandoned', 'settled']

/** Whether nothing comes after it. */
export const isFinal = (state: TransactionState): boolean => finalStates.includes(state)
