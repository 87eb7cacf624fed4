import { describe, expect, test } from '@jest/globals'
import type { Budget, Comparison, Contender, Sample } from './comparison.ts'
import { compare } from './compare.ts'

/** A contender that has been measured already, once. */
const contender = (name: string, sample: Sample): Contender => ({
  name,
  start: () =>
    Promise.resolve({
      warmUp: () => Promise.resolve(),
      measure: () => Promise.resolve(sample),
      end: () => Promise.resolve(),
    }),
})

const comparison = (contenders: readonly Contender[], budgets: Comparison['budgets'] = []): Comparison => ({
  name: 'any',
  about: 'Anything.',
  operation: 'call',
  contenders,
  baseline: 'slow',
  budgets,
  pace: { warmUp: 0, slice: 0, slices: 1 },
})

const both = (micros: number): Sample => ({ wall: micros, cpu: micros })
const once = { rounds: 1, onRound: () => {} }

test('speed is how many times as fast as the baseline, by either clock', async () => {
  const contenders = [contender('fast', { wall: 2, cpu: 1 }), contender('slow', { wall: 8, cpu: 3 })]
  const { contenders: results } = await compare(comparison(contenders), once)
  expect(results.map(({ name, speed, cpuSpeed }) => [name, speed.median, cpuSpeed.median])).toEqual([
    ['fast', 4, 3],
    ['slow', 1, 1],
  ])
})

describe('a budget', () => {
  const judge = async (subject: Sample, against: Sample, budget: Pick<Budget, 'kind' | 'limit'>) => {
    const contenders = [contender('fast', subject), contender('slow', against)]
    const promise: Budget = { subject: 'fast', against: 'slow', ...budget }
    const { budgets } = await compare(comparison(contenders, [promise]), once)
    return budgets[0]?.verdict
  }

  test.each([
    { limit: 2, wall: 4, cpu: 4, verdict: 'met' },
    { limit: 4, wall: 4, cpu: 4, verdict: 'met' },
    { limit: 5, wall: 4, cpu: 4, verdict: 'not met' },
    { limit: 3, wall: 4, cpu: 2, verdict: 'met by time only' },
    { limit: 3, wall: 2, cpu: 4, verdict: 'met by processor time only' },
  ])('of speed $limit is $verdict at $wall by time and $cpu by processor', async (row) => {
    const { limit, wall, cpu, verdict } = row
    expect(await judge(both(1), { wall, cpu }, { kind: 'speed', limit })).toBe(verdict)
  })

  test.each([
    { limit: 1.15, times: 1.1, verdict: 'met' },
    { limit: 1.15, times: 1.2, verdict: 'not met' },
  ])('of cost $limit is $verdict at $times', async ({ limit, times, verdict }) => {
    expect(await judge(both(times), both(1), { kind: 'cost', limit })).toBe(verdict)
  })
})

test('what is allocated is a figure where every process tells it, and a promise of bytes is judged by it', async () => {
  const contenders = [contender('fast', { ...both(1), allocated: 640 }), contender('slow', both(1))]
  const within = { subject: 'fast', kind: 'bytes', limit: 640 } as const
  const result = await compare(comparison(contenders, [within, { ...within, limit: 639 }]), once)
  expect(result.contenders.map(({ allocated }) => allocated?.median)).toEqual([640, undefined])
  expect(result.budgets.map(({ verdict }) => verdict)).toEqual(['met', 'not met'])
})

describe('who cannot run here', () => {
  const promise: Budget = { subject: 'fast', against: 'slow', kind: 'speed', limit: 2 }
  const absent = (name: string): Contender => ({
    name,
    missing: () => Promise.resolve('it is not installed'),
    start: () => Promise.reject(new Error('it was started')),
  })

  test('is left out with the reason, and so is what was promised about it', async () => {
    const { contenders, leftOut, budgets } = await compare(
      comparison([absent('fast'), contender('slow', both(1))], [promise]),
      once,
    )
    expect(contenders.map(({ name }) => name)).toEqual(['slow'])
    expect(leftOut).toEqual([{ name: 'fast', reason: 'it is not installed' }])
    expect(budgets).toEqual([{ ...promise, verdict: 'left out', reason: 'fast: it is not installed' }])
  })

  test('leaves everyone out when it is the baseline', async () => {
    const result = await compare(comparison([contender('fast', both(1)), absent('slow')], [promise]), once)
    expect(result.contenders).toEqual([])
    expect(result.leftOut.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      'fast: there is no slow to compare with',
      'slow: it is not installed',
    ])
    expect(result.budgets[0]?.verdict).toBe('left out')
  })
})

test('a baseline that nobody is called is an error', async () => {
  await expect(compare(comparison([contender('fast', both(1))]), once)).rejects.toThrow('"slow"')
})
