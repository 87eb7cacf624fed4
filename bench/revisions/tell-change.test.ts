import { describe, expect, test } from '@jest/globals'
import { tellBytesChange, tellTimeChange } from './tell-change.ts'

const matter = { comparison: 'gateway hit', contender: 'gateway' }

test('ratios are of now to then, turn by turn, before the median', () => {
  const now = [
    { wall: 20, cpu: 12, allocated: 200 },
    { wall: 200, cpu: 120, allocated: 200 },
  ]
  const before = [
    { wall: 10, cpu: 10, allocated: 100 },
    { wall: 100, cpu: 100, allocated: 100 },
  ]
  expect(tellTimeChange(matter, { now, before })).toEqual({
    kind: 'time',
    ...matter,
    wall: { median: 2, low: 2, high: 2 },
    cpu: { median: 1.2, low: 1.2, high: 1.2 },
    allocated: { median: 2, low: 2, high: 2 },
    verdict: 'slower',
  })
})

describe('what is allocated is no ratio', () => {
  test.each([
    ['where nothing is allocated', 0, 100],
    ['where a process cannot tell', undefined, 100],
  ])('%s', (_title, before, after) => {
    const sample = (allocated: number | undefined) => ({
      wall: 1,
      cpu: 1,
      ...(allocated !== undefined && { allocated }),
    })
    const change = tellTimeChange(matter, { now: [sample(after)], before: [sample(before)] })
    expect(change).not.toHaveProperty('allocated')
    expect(change.verdict).toBe('same')
  })
})

test('an entry that takes a fifth more than it took is worse', () => {
  const of = (beyond: number) => [{ beyond, held: beyond + 1_000 }]
  expect(tellBytesChange(matter, { now: of(600), before: of(500) })).toMatchObject({
    bytes: { median: 1.2 },
    verdict: 'slower',
  })
})
