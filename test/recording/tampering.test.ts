import { describe, expect, test } from '@jest/globals'
import { seededRandom } from '@cachechart/core/testing'
import { replay } from '@cachechart/core/recording'
import { recordedTraffic } from './recorded-traffic.ts'
import { leadsOn, tamperings } from './tampering.ts'

const seeds = [101, 102, 103]
const traffic = new Map(
  await Promise.all(
    seeds.map(async (seed) => [seed, (await recordedTraffic(seed, { steps: 100 })).records] as const),
  ),
)

describe.each(seeds)('of random traffic (seed %i)', (seed) => {
  const records = traffic.get(seed) ?? []
  const random = seededRandom(seed)
  const chance = { random, pick: <Item>(items: readonly [Item, ...Item[]]): Item => items[0] }
  const places = records.flatMap((record, index) =>
    record.kind === 'step' && leadsOn(records, index) ? [index] : [],
  )

  test('there are steps enough to tamper with', () => {
    expect(replay(records).difference).toBeNull()
    expect(places.length).toBeGreaterThan(40)
  })

  test.each(Object.entries(tamperings))('a step that is given %s is found and named', (_what, tamper) => {
    for (let turn = 0; turn < 15; turn += 1) {
      const index = places[Math.floor(random() * places.length)] ?? 0
      const { records: tampered, ids, line } = tamper(records, index, chance)
      const { difference } = replay(tampered)
      expect({ index, id: difference?.id, kind: difference?.kind }).toEqual({
        index,
        id: ids.find((id) => id === difference?.id),
        kind: 'transaction',
      })
      expect(difference?.line).toBe(line ?? difference?.line)
      expect(difference?.sentence).toContain(`record ${difference?.line}: transaction ${difference?.id}, at `)
    }
  })
})
