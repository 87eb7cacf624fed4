import type { Comparison, Section } from '../comparison.ts'
import { startWork } from '../processes/start-work.ts'

const table = 'compiled table'
const actor = 'XState actor'
const transition = 'XState transition()'

const along = (path: 'hit' | 'miss', events: string): Comparison => ({
  name: `machine, ${path}`,
  about: `One transaction through the machine: ${events}.`,
  operation: 'transaction',
  contenders: [
    { name: table, owner: 'project', start: () => startWork('machine-table', path) },
    { name: actor, start: () => startWork('machine-actor', path) },
    { name: transition, start: () => startWork('machine-transition', path) },
  ],
  baseline: actor,
  budgets: [{ subject: table, against: actor, kind: 'speed', limit: 25 }],
  pace: { warmUp: 400, slice: 100, slices: 4 },
})

/** The machine alone, without a message or a store. */
export const machineSection: Section = {
  name: 'machine',
  about: 'the transaction machine alone: compiled table, XState actor, pure transition()',
  comparisons: [
    along('hit', 'request.lookup, lookup.fresh, delivery.done'),
    along('miss', 'request.lookup, lookup.obliged, reply.store, delivery.done'),
  ],
}
