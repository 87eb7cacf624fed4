/**
 * A variant of the transaction machine with a defect that real services had: the fetch is given up when the client that
 * began it leaves, and what it would have stored is lost. `cachechart explore --machine examples/machines/impatient.ts`
 * tells the shortest story of it.
 */
import { transactionMachine as own } from '@cachechart/core'
import { createMachine } from 'xstate'

const config = structuredClone(own.config)
Object.assign(config.states?.['awaitBackend']?.states?.['attached']?.on ?? {}, {
  'client.gone': { target: '#transaction.abandoned', actions: ['backend.cancel', 'obligation.abandon'] },
})

export const transactionMachine = createMachine(config as Parameters<typeof createMachine>[0]) // a clone of a machine's own
