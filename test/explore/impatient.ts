import { transactionMachine as own } from '@cachechart/core'
import { createMachine } from 'xstate'

const config = structuredClone(own.config)
Object.assign(config.states?.['awaitBackend']?.states?.['attached']?.on ?? {}, {
  'client.gone': { target: '#transaction.abandoned', actions: ['backend.cancel', 'obligation.abandon'] },
})

/** The transaction machine, but for a leader whose client leaves: it gives the fetch up. */
export const impatientMachine = createMachine(config as Parameters<typeof createMachine>[0]) // a clone of a machine's own
