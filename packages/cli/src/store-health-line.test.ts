import { describe, expect, test } from '@jest/globals'
import type { StoreHealth } from '@cachechart/core'
import { storeHealthLine } from './store-health-line.ts'
import { workersTable } from './workers/workers-table.ts'

const closed = { state: 'closed', since: 0, nextProbe: null, failures: 0, opened: 0, refused: 0 } as const
const sound: StoreHealth = {
  reads: closed,
  writes: closed,
  droppedWrites: 3,
  bytesBehind: 0,
  owedInvalidations: 0,
}
const open = { ...closed, state: 'open', since: 10_000, nextProbe: 13_250 } as const

describe('what is wrong with a store', () => {
  test.each<[string, Partial<StoreHealth>, string]>([
    ['nothing, though writes were dropped once', {}, ''],
    [
      'it is left alone',
      { reads: open, writes: open, droppedWrites: 0 },
      'the store is not asked for 2 s (tried in 1.3 s), is not written to for 2 s (tried in 1.3 s)\n',
    ],
    [
      'it is full',
      { writes: { ...open, state: 'halfOpen' } },
      'the store is not written to for 2 s (being tried); 3 writes were dropped since the start\n',
    ],
    [
      'it owes',
      { owedInvalidations: 2, droppedWrites: 0 },
      'the store has yet to be told of 2 invalidations\n',
    ],
  ])('is said in one line: %s', (_what, health, line) => {
    expect(storeHealthLine({ ...sound, ...health }, 12_000)).toBe(line)
  })

  test('stands before what is in flight, for each worker that says so', () => {
    const storeHealth = { ...sound, reads: open, droppedWrites: 0 }
    expect(workersTable({ inFlight: [], now: 12_000, storeHealth })).toBe(
      'the store is not asked for 2 s (tried in 1.3 s)\n\nnothing is in flight\n',
    )
    const workers = [
      { worker: 1, pid: 7, state: 'listening', storeHealth: sound },
      { worker: 2, pid: 8, state: 'listening', storeHealth },
    ]
    expect(workersTable({ inFlight: [], now: 12_000, workers })).toBe(
      'worker 2: the store is not asked for 2 s (tried in 1.3 s)\n\nnothing is in flight\n',
    )
  })
})
