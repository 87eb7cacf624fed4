import { describe, expect, test } from '@jest/globals'
import { compareLatency } from './compare-latency.ts'
import type { LatencyComparison, LatencyContender } from './latency-comparison.ts'

/**
 * A server that bears so much, less whenever it is asked again, and whose answers take so long; it writes down the rates
 * that it was asked at.
 */
const server = (name: string, saturation: number, micros: number, rates: string[] = []): LatencyContender => {
  let bearable = saturation
  return {
    name,
    start: () =>
      Promise.resolve({
        warmUp: () => Promise.resolve(),
        measure: () => Promise.reject(new Error('only latency is asked for')),
        end: () => Promise.resolve(),
        saturate: () => Promise.resolve(bearable--),
        measureAtRate: (rate) => {
          rates.push(`${name} ${rate}`)
          return Promise.resolve({ p50: micros, p90: 2 * micros, p99: 3 * micros, 'p99.9': 9 * micros })
        },
      }),
  }
}

const comparison = (contenders: readonly LatencyContender[], limit = 2): LatencyComparison => ({
  kind: 'latency',
  name: 'any',
  about: 'Anything.',
  contenders,
  baseline: 'bare',
  share: 0.5,
  budgets: [{ kind: 'latency', subject: 'ours', against: 'bare', percentile: 'p99', limit }],
  pace: { warmUp: 0, slice: 1, slices: 2 },
})

const twice = { rounds: 2, onRound: () => {} }

test('all are asked at a share of what the slowest bears that the baseline or a promise names, in every round', async () => {
  const rates: string[] = []
  const contenders = [
    server('ours', 800, 30, rates),
    server('bare', 1_000, 20, rates),
    server('a slow peer', 100, 90, rates),
  ]
  const { rate } = await compareLatency(comparison(contenders), twice)
  expect(rate).toBe(400)
  expect(rates).toHaveLength(12)
  expect(new Set(rates)).toEqual(new Set(['ours 400', 'bare 400', 'a slow peer 400']))
})

describe('a promise about p99', () => {
  test.each([
    { limit: 1.5, verdict: 'met' },
    { limit: 1.4, verdict: 'not met' },
  ])('of $limit is $verdict at 1.5', async ({ limit, verdict }) => {
    const contenders = [server('ours', 800, 30), server('bare', 1_000, 20)]
    const { budgets } = await compareLatency(comparison(contenders, limit), twice)
    expect(budgets).toMatchObject([{ verdict, ratio: { median: 1.5 } }])
  })
})

describe('a promise about how long p99 is at most', () => {
  test.each([
    { limit: 90, verdict: 'met' },
    { limit: 89, verdict: 'not met' },
  ])('of $limit µs is $verdict at 90', async ({ limit, verdict }) => {
    const contenders = [server('ours', 800, 30), server('bare', 1_000, 20)]
    const wait = { kind: 'wait', subject: 'ours', percentile: 'p99', limit } as const
    const { budgets } = await compareLatency({ ...comparison(contenders), budgets: [wait] }, twice)
    expect(budgets).toMatchObject([{ verdict, wait: { median: 90 } }])
  })
})

test('each percentile is a figure of its own', async () => {
  const contenders = [server('ours', 800, 30), server('bare', 1_000, 20)]
  const result = await compareLatency(comparison(contenders), twice)
  expect(result.contenders[0]).toMatchObject({
    saturation: 800,
    latency: { p50: { median: 30 }, p90: { median: 60 }, p99: { median: 90 }, 'p99.9': { median: 270 } },
    ratio: { 'p99.9': { median: 1.5 } },
  })
})

test('without the baseline nobody is asked', async () => {
  const absent = { ...server('bare', 1, 1), missing: () => Promise.resolve('it is not installed') }
  const result = await compareLatency(comparison([server('ours', 800, 30), absent]), twice)
  expect(result).toMatchObject({ rate: 0, contenders: [], budgets: [{ verdict: 'left out' }] })
})
