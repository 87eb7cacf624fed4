import { describe, expect, test } from '@jest/globals'
import { sample, soundRecord } from './sample-record.ts'
import { growthOf } from './verdict/growth.ts'
import { judge } from './verdict/judge.ts'
import type { SoakRecord } from './verdict/soak-record.ts'
import { summary } from './verdict/summary.ts'

const { tally, settlement, samples } = soundRecord
const { ledger, counted } = settlement

const withKinds = (kinds: Partial<SoakRecord['tally']['kinds']>): Partial<SoakRecord> => ({
  tally: { ...tally, kinds: { ...tally.kinds, ...kinds } },
})
const withSettlement = (changes: Partial<SoakRecord['settlement']>): Partial<SoakRecord> => ({
  settlement: { ...settlement, ...changes },
})
const withCounted = (changes: Partial<typeof counted>): Partial<SoakRecord> =>
  withSettlement({ counted: { ...counted, ...changes } })

/** A figure that becomes more with each second. */
const growing = (measure: 'heapUsed' | 'external' | 'sockets' | 'timers' | 'inFlight', each: number) => ({
  samples: samples.map((one, second) => ({ ...one, [measure]: one[measure] + second * each })),
})

test('a run in which all holds has no faults', () => {
  expect(judge(soundRecord)).toEqual([])
  expect(summary(soundRecord, [])).toMatch(/all holds\n$/)
})

describe('the judge names', () => {
  test.each<[string, Partial<SoakRecord>, RegExp]>([
    ['a hang', withKinds({ complete: 40_999, hung: 1 }), /^1 requests ended as hung$/],
    ['wrong bytes', withKinds({ complete: 40_998, wrong: 2 }), /^2 requests ended as wrong$/],
    ['an answer that never came', withKinds({ complete: 40_999, lost: 1 }), /^1 requests ended as lost$/],
    ['two answers to one request', withKinds({ complete: 40_999, twice: 1 }), /^1 requests ended as twice$/],
    [
      'a request without outcome',
      withKinds({ complete: 40_999 }),
      /45000 requests were sent, and 44999 outcomes/,
    ],
    [
      'a request with two outcomes',
      withKinds({ complete: 41_001 }),
      /45000 requests were sent, and 45001 outcomes/,
    ],
    ['bytes that nobody asked for', { unasked: 1 }, /bytes came 1 times/],
    ['too little load', { options: { ...soundRecord.options, rate: 600 } }, /only 45000 of 54000 requests/],
    ['load that took too long', { sentFor: 120_000 }, /it took 120 s/],
    ['answers that mostly fail', withKinds({ complete: 1000, gatewayError: 40_500 }), /only 1000 answers/],
    [
      'an obligation that is owed',
      withSettlement({ ledger: { ...ledger, obligations: { taken: 20_000, discharged: 19_999 } } }),
      /the ledger owes obligations: 20000 taken, 19999 discharged/,
    ],
    [
      'a client with two outcomes',
      withSettlement({ ledger: { ...ledger, clients: { taken: 45_000, discharged: 45_001 } } }),
      /the ledger owes clients: 45000 taken, 45001 discharged/,
    ],
    [
      'a leak that was counted',
      withSettlement({ ledger: { ...ledger, leaks: 1 } }),
      /the ledger counts 1 leaks/,
    ],
    ['a leak that was told', withCounted({ leaks: ['writer lost: {}'] }), /a leak was reported: writer lost/],
    [
      'that nobody has followed',
      withSettlement({ ledger: { ...ledger, followers: { taken: 0, discharged: 0 } } }),
      /no request has followed/,
    ],
    [
      'what is still in flight',
      withSettlement({ inFlight: ['{"id":7}'] }),
      /1 requests are still in flight: {"id":7}/,
    ],
    ['work that had to be stopped', withSettlement({ stopped: 3 }), /^3 pieces of work/],
    ['timers that are left', withSettlement({ timers: 2 }), /^2 timers are set/],
    ['writers that are left', withSettlement({ writers: 2 }), /^2 writers of the store/],
    ['what was stuck', withCounted({ stuck: ['after 8000 ms'] }), /a request was stuck after 8000 ms/],
    [
      'a warning',
      withCounted({ warnings: ['MaxListenersExceededWarning: 11'] }),
      /MaxListenersExceededWarning/,
    ],
    [
      'an error in the run itself',
      withCounted({ tolerated: { run: 1 } }),
      /1 failures were tolerated during "run"/,
    ],
    ['that nothing was purged', { purges: { hard: 0, soft: 5, failed: 0 } }, /nothing was purged/],
    ['a store that never failed', withCounted({ mishaps: 0 }), /no call of the store went wrong/],
    ['growth of the heap', growing('heapUsed', 500_000), /heapUsed grew from/],
    ['growth of buffers', growing('external', 1_000_000), /external grew from/],
    ['growth of sockets', growing('sockets', 2), /sockets grew from/],
    ['growth of timers', growing('timers', 2), /timers grew from/],
    ['growth of what is in flight', growing('inFlight', 2), /inFlight grew from/],
    [
      'listeners that pile up on a connection',
      {
        samples: samples.map((one, second) => ({
          ...one,
          listeners: one.listeners + Math.floor(second / 10),
        })),
      },
      /listeners grew from/,
    ],
    ['a socket that is left', { resources: { TCPSocketWrap: 1 } }, /1 of TCPSocketWrap are left/],
    ['a process that does not end', { ending: undefined }, /the process does not end/],
    ['a process that crashed', { ending: { code: 1, signal: null } }, /process ended with 1/],
  ])('%s', (_, changes, expected) => {
    const faults = judge({ ...soundRecord, ...changes })
    expect(faults).toEqual([expect.stringMatching(expected)])
    expect(summary({ ...soundRecord, ...changes }, faults)).toContain(`- ${faults[0]}`)
  })
})

test('growth is judged by the last two thirds, each by its median', () => {
  const filling = Array.from({ length: 90 }, (_, second) => ({
    ...sample(second),
    heapUsed: Math.min(second, 30) * 1e6 + (second % 30 === 0 ? 1e9 : 0),
  }))
  const heap = growthOf(filling)?.find(({ measure }) => measure === 'heapUsed')
  expect(heap).toMatchObject({ second: 30e6, last: 30e6 })
})

test('a run that is too short says nothing of growth', () => {
  expect(growthOf(samples.slice(0, 59))).toBeUndefined()
  expect(growthOf(samples.slice(0, 60))).toHaveLength(8)
})
