import type { Sample } from './tested/sample.ts'
import type { SoakRecord } from './verdict/soak-record.ts'

/** A sample of a gateway that is busy and well. */
export const sample = (second: number): Sample => ({
  at: second * 1000,
  heapUsed: 30e6 + (second % 7) * 1e5,
  external: 60e6 + (second % 5) * 1e6,
  rss: 200e6,
  sockets: 100 + (second % 9),
  timers: 50 + (second % 6),
  heldTimers: 4,
  inFlight: 40 + (second % 8),
  listeners: 20,
  writers: 10,
  stored: 48e6,
})

/** The record of a run in which all holds, of 90 samples. */
export const soundRecord: SoakRecord = {
  options: { adapter: 'gateway', seconds: 90, rate: 500, seed: 1 },
  sentFor: 90_010,
  tally: {
    sent: 45_000,
    ended: 45_000,
    kinds: {
      complete: 41_000,
      originError: 1000,
      gatewayError: 500,
      cut: 1000,
      left: 1500,
      hung: 0,
      wrong: 0,
      lost: 0,
      twice: 0,
    },
    gatewayErrors: { '504 ERR_DEADLINE': 500 },
    cuts: { origin: 1000 },
    answers: { hit: 41_000, collapsed: 0, validated: 0, staleIfError: 0, forwarded: 0, other: 0 },
    faults: [],
    latency: { p50: 5, p90: 100, p99: 1000, most: 5000 },
  },
  unasked: 0,
  purges: { hard: 300, soft: 200, failed: 10 },
  origin: { requests: 20_000, fates: { whole: 20_000 }, notModified: 0 },
  samples: Array.from({ length: 90 }, (_, second) => sample(second)),
  settlement: {
    ledger: {
      obligations: { taken: 20_000, discharged: 20_000 },
      clients: { taken: 45_000, discharged: 45_000 },
      followers: { taken: 3000, discharged: 3000 },
      writers: { taken: 9000, discharged: 9000 },
      leases: { taken: 0, discharged: 0 },
      leaks: 0,
    },
    inFlight: [],
    stopped: 0,
    drainedAfter: 1,
    timers: 0,
    writers: 0,
    counted: {
      leaks: [],
      stuck: [],
      deadlines: {},
      tolerated: { lookup: 100, write: 100, run: 0, observe: 0 },
      failures: {},
      warnings: [],
      mishaps: 300,
    },
  },
  resources: { PipeWrap: 1 },
  ending: { code: 0, signal: null },
}
