import { describe, expect, test } from '@jest/globals'
import type { FleetRecord } from './fleet/fleet-record.ts'
import { fleetSummary, judgeFleet, originShare } from './fleet/judge-fleet.ts'
import { soundRecord } from './sample-record.ts'

const { settlement } = soundRecord
const leases = { taken: 9000, discharged: 9000 }
const member = { ...soundRecord, settlement: { ...settlement, ledger: { ...settlement.ledger, leases } } }
const sound: FleetRecord = {
  members: [member, member, member],
  flaps: { killed: 1, paused: 1, cut: 1, refused: 1, frozen: 1, slow: 1 },
  leftOver: { keys: 3, lasting: [], held: [] },
}

describe('the judge of gateways that share a server', () => {
  test('finds nothing wrong where all holds, and states how many requests came to the origin', () => {
    expect(judgeFleet(sound)).toEqual([])
    expect(originShare(sound)).toBeCloseTo(20_000 / 135_000)
    expect(fleetSummary(sound, [])).toMatch(/0\.15 requests to the origin .*\nall holds\n$/)
  })

  test('takes what one of them has purged for enough', () => {
    const idle = { ...member, purges: { hard: 0, soft: 0, failed: 9 } }
    expect(judgeFleet({ ...sound, members: [member, idle] })).toEqual([])
  })

  test.each<[string, Partial<FleetRecord>, RegExp]>([
    [
      'what is wrong with one of them',
      { members: [member, { ...member, unasked: 1 }] },
      /^of gateway 2: bytes came 1 times/,
    ],
    [
      'that none of them has purged',
      { members: [{ ...member, purges: { hard: 0, soft: 0, failed: 9 } }] },
      /nothing was purged$/,
    ],
    [
      'a server that never went away',
      { flaps: { killed: 0, paused: 0, cut: 0, refused: 0, frozen: 0, slow: 0 } },
      /there all the time/,
    ],
    [
      'a gateway without leases',
      {
        members: [
          {
            ...member,
            settlement: {
              ...settlement,
              ledger: { ...settlement.ledger, leases: { taken: 0, discharged: 0 } },
            },
          },
        ],
      },
      /never had a lease/,
    ],
    [
      'a key that stays for ever',
      { leftOver: { ...sound.leftOver, lasting: ['cachechart:{a}:entry'] } },
      /^1 keys never expire: cachechart/,
    ],
    ['a lease that is held', { leftOver: { ...sound.leftOver, held: ['lease'] } }, /^1 leases are held/],
  ])('names %s', (_, changes, expected) => {
    const record = { ...sound, ...changes }
    const faults = judgeFleet(record)
    expect(faults).toEqual([expect.stringMatching(expected)])
    expect(fleetSummary(record, faults)).toContain(`- ${faults[0]}`)
  })
})
