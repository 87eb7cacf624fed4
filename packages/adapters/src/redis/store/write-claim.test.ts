import { expect, test } from '@jest/globals'
import { sampleResponse } from '@cachechart/core/testing'
import { entryLife } from './entry-life.ts'
import { horizonOf, sequenceOf } from './purge-horizon.ts'
import { checkClaim } from './write-claim.ts'

const now = 1_700_000_000_000
const start = { time: now, sequence: 70 }
const state = { sequence: 100, floor: 90, barrier: 80, checkpoints: { earlier: start, later: start } }
const day = 86_400_000

test.each(['', '100', '100:1', -1, 1.5, Number.NaN, Infinity, 2 ** 53])(
  '%p is no moment of this store',
  (odd) => {
    expect(sequenceOf(odd)).toBeUndefined()
    expect(checkClaim({ moment: odd }, state, now)).toBeUndefined()
  },
)

test('a claim holds while every purge that came after its moment is remembered', () => {
  // Purges 96 to 98 came between 50 and 20 minutes ago, purges 99 and 100 after that.
  const before = (minutes: number, sequence: number) => ({ time: now - minutes * 60_000, sequence })
  const checkpoints = { earlier: before(50, 95), later: before(20, 98) }
  const leastAfter = (minutes: number) => horizonOf(checkpoints, 100, now + minutes * 60_000)
  expect([0, 9, 10, 39, 40, 1000].map(leastAfter)).toEqual([95, 95, 98, 98, 100, 100])
  const holds = (moment: number, minutes: number) =>
    checkClaim({ moment }, { ...state, checkpoints }, now + minutes * 60_000) !== undefined
  expect([holds(95, 9), holds(95, 10), holds(98, 39), holds(98, 40), holds(100, 10_000)]).toEqual([
    ...[true, false, true, false, true],
  ])
})

test('a claim is checked by the moment of its lookup; without one, by this moment', () => {
  expect(checkClaim(undefined, state, now)).toEqual({ moment: 100, barrier: 80, fence: ['', ''] })
  expect(checkClaim({ moment: 95 }, state, now)).toMatchObject({ moment: 95 })
})

test('a claim from before a purge of all, or of a ledger that is lost, does not hold', () => {
  expect(checkClaim({ moment: 89 }, state, now)).toBeUndefined()
  expect(checkClaim({ moment: 90 }, state, now)).toBeDefined()
  expect(checkClaim({ moment: 101 }, state, now)).toBeUndefined()
})

test('leases of different subjects have different fences; a token that is no count does not hold', () => {
  const fenceOf = (key: string, variant: string) =>
    checkClaim({ lease: { key, variant, token: 1 } }, state, now)?.fence[0]
  const subjects = [fenceOf('a', 'b'), fenceOf('a', ''), fenceOf('', 'ab'), fenceOf('ab', '')]
  expect(new Set(subjects).size).toBe(4)
  for (const token of [-1, 1.5, Number.NaN, Infinity]) {
    expect(checkClaim({ lease: { key: 'key', variant: '', token } }, state, now)).toBeUndefined()
  }
})

test.each([
  ['fresh, and then kept for validation', { lifetime: 60 }, 60_000 + day],
  ['fresh for the rest of its lifetime', { lifetime: 60, initialAge: 50 }, 10_000 + day],
  ['stale already, and kept from now on', { lifetime: 60, initialAge: 600 }, day],
  ['served stale for longer than it is kept', { lifetime: 60, staleIfError: 2 * 86_400 }, 60_000 + 2 * day],
  ['served stale while it is validated', { lifetime: 0, staleWhileRevalidate: 3 * 86_400 }, 3 * day],
  ['fresh for ever: ten years', { lifetime: 2 ** 40 }, 10 * 365 * day],
])('an entry lives as long as it is of use: %s', (_, changes, expected) => {
  const response = sampleResponse({ responseTime: now, initialAge: 0, ...changes })
  expect(entryLife(response, now, day)).toBe(expected)
})

test('an entry lives for a second at least', () => {
  expect(entryLife(sampleResponse({ responseTime: now, lifetime: 0 }), now, 0)).toBe(1000)
})
