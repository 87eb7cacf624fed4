import { storedText } from '../bodies.ts'
import type { EdgeScript, EdgeScripts } from '../edge-script.ts'
import type { Allowed } from '../scene.ts'

const fromStore = { line: `200 ${storedText}`, from: 'store' } as const

const answered = (allows: Allowed): Allowed => ({ request: ['plain'], lookup: ['answered'], ...allows })

const alone: Allowed = { request: ['plain'], company: ['alone'], stored: ['nothing'] }

/** The store answers, fails, or keeps silent. */
export const awaitCacheScripts: EdgeScripts = {
  'lookup.fresh': { allows: answered({ stored: ['fresh'], company: ['alone'] }), answer: fromStore },
  'lookup.stale': {
    allows: answered({ stored: ['refreshable', 'both'], company: ['refresher'] }),
    answer: fromStore,
  },
  'lookup.staleObliged': {
    allows: answered({ stored: ['refreshable', 'both'], company: ['alone'] }),
    answer: fromStore,
  },
  'lookup.joined': {
    allows: answered({ stored: ['nothing', 'maskable', 'stale'], company: ['leader'] }),
  },
  'lookup.obliged': {
    allows: answered({
      stored: ['nothing', 'maskable', 'stale', 'part'],
      company: ['alone'],
      request: ['plain', 'head'],
      lease: ['none'],
    }),
  },
  'lookup.leaseObliged': {
    allows: answered({
      stored: ['nothing'],
      company: ['alone'],
      lease: ['granted', 'taken', 'failing', 'silent'],
    }),
  },
  'lookup.pass': { allows: answered({ stored: ['marked'], company: ['alone'] }) },
  'lookup.unsatisfied': {
    allows: answered({ stored: ['nothing'], company: ['alone'], request: ['onlyStored'], body: ['whole'] }),
    answer: { line: '504', from: 'store' },
  },
  'lookup.failed': { allows: { ...alone, lookup: ['broken'], onStoreFailure: ['pass'] } },
  'lookup.fatal': { allows: { ...alone, lookup: ['broken'], onStoreFailure: ['fail'] }, failure: 503 },
  'deadline.passed': {
    allows: { ...alone, lookup: ['held'], onStoreFailure: ['pass'] },
    happens: (play) => play.passDeadline('store'),
  },
  'deadline.joined': {
    allows: { ...alone, company: ['leader'], lookup: ['held'], onStoreFailure: ['pass'] },
    happens: (play) => play.passDeadline('store'),
  },
  'deadline.failed': {
    allows: { ...alone, lookup: ['held'], onStoreFailure: ['fail'] },
    happens: (play) => play.passDeadline('store'),
    failure: 504,
  },
  'client.gone': { allows: { ...alone, lookup: ['held'] }, happens: (play) => play.leave() },
}

/** What a follower finds that looks again: what its leader has left there. */
export const landedScripts: Readonly<Record<string, EdgeScript>> = {
  'lookup.fresh': { answer: fromStore },
}

/** What is found by one that has asked for a lease, and looks again. */
export const afterLeaseScripts: EdgeScripts = {
  'purge.noted on client.gone': { happens: (play) => play.leave() },
  // The other process has found out that nothing is to be stored.
  'lease.ended on lookup.pass': {},
}
