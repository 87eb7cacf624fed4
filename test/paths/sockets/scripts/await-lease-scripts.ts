import type { EdgeScript, EdgeScripts } from '../edge-script.ts'
import type { Allowed } from '../scene.ts'

const taken: Allowed = { lease: ['taken'] }
const silent: Allowed = { lease: ['silent'] }

const leaves: Pick<EdgeScript, 'happens'> = { happens: (play) => play.leave() }
const purged: Pick<EdgeScript, 'happens'> = { happens: (play) => play.purgeAndHold() }

const late = (kind: 'store' | 'lease'): Pick<EdgeScript, 'happens'> => ({
  happens: (play) => play.passDeadline(kind),
})

const noTimeLeft = (allows: Allowed): EdgeScript => ({
  allows: { ...allows, limit: ['lease'] },
  happens: (play) => play.passDeadline('transaction'),
  failure: 504,
})

/** The lease is granted, or not, or nothing is heard of it. */
export const askedScripts: EdgeScripts = {
  'lease.granted': { allows: { lease: ['granted'] } },
  'lease.taken': { allows: taken },
  'lease.failed': { allows: { lease: ['failing'] } },
  'deadline.passed': { allows: silent, ...late('store') },
  'deadline.failed': noTimeLeft(silent),
  'client.gone': { allows: silent, ...leaves },
  'purge.noted': { allows: silent, ...purged },
}

/** Another process has it. */
export const parkedScripts: EdgeScripts = {
  'lease.ended': { allows: taken, happens: (play) => play.endElsewhere() },
  'deadline.passed': { allows: taken, ...late('lease') },
  'deadline.failed': noTimeLeft(taken),
  'client.gone': { allows: taken, ...leaves },
  'purge.noted': { allows: taken, ...purged },
}

/** The same without a client: the lease is granted, or not, or nothing is heard of it; */
export const backgroundScripts: EdgeScripts = {
  'lease.granted': { allows: { lease: ['granted'] } },
  'lease.taken': { allows: taken },
  'lease.failed': { allows: { lease: ['failing'] } },
  'deadline.passed': { allows: silent, ...late('lease') },
  'fetch.stopped': { allows: silent, happens: (play) => play.shutDown() },
  'purge.noted': { allows: silent, happens: (play) => play.purge() },
}

/** … and once another process has it. */
export const backgroundParkedScripts: EdgeScripts = {
  'lease.ended': { allows: taken, happens: (play) => play.endElsewhere() },
  'deadline.passed': { allows: taken, ...late('lease') },
  'fetch.stopped': { allows: taken, happens: (play) => play.shutDown() },
  'purge.noted': { allows: taken, happens: (play) => play.purge() },
}
