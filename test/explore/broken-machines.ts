import { flightMachine, transactionMachine as own } from '@cachechart/core'
import { createMachine } from 'xstate'

const config = structuredClone(own.config)
Object.assign(config.states?.['awaitBackend']?.states?.['attached']?.on ?? {}, {
  'client.gone': { target: '#transaction.abandoned', actions: ['backend.cancel', 'obligation.abandon'] },
})

const deaf = structuredClone(flightMachine.config)
for (const event of ['reply.failed', 'reply.decline', 'reply.uncacheable', 'reply.freshen'])
  Object.assign(deaf.states?.['awaitReply']?.on ?? {}, { [event]: { target: '#flight.closed' } })

/** The flight machine, but for replies that are not stored: those who wait are not told. */
export const deafMachine = createMachine(deaf as Parameters<typeof createMachine>[0]) // as below

/** The transaction machine, but for a leader whose client leaves: it gives the fetch up. */
export const impatientMachine = createMachine(config as Parameters<typeof createMachine>[0]) // a clone of a machine's own

const round = structuredClone(own.config)
Object.assign(round.states?.['awaitCache']?.on ?? {}, {
  'lookup.obliged': { target: '#transaction.awaitCache', actions: ['cache.lookup'] },
})

/** The transaction machine, but for a miss: it looks again, and again. */
export const circlingMachine = createMachine(round as Parameters<typeof createMachine>[0]) // as above
