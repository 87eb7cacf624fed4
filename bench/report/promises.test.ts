import { expect, test } from '@jest/globals'
import type { BytesResult, LatencyResult } from '../result.ts'
import { exampleReport } from './example-report.ts'
import { promiseRows } from './promises.ts'

test('every promise is a row: what, the limit, what was seen by either clock, the verdict', () => {
  expect(promiseRows(exampleReport)).toEqual([
    ['promise', 'limit', 'seen by time', 'seen by processor time', 'verdict'],
    [
      'gateway hit: gateway as fast as bare',
      'at least 0.85 ×',
      '0.90 (0.81–0.99)',
      '0.80 (0.72–0.88)',
      'MET BY TIME ONLY',
    ],
    ['gateway hit: gateway takes as long as nginx', 'at most 3 ×', '–', '–', 'LEFT OUT'],
    ['gateway latency: p99 of gateway as long as of bare', 'at most 2 ×', '2.00 (1.80–2.20)', '–', 'MET'],
    [
      'memory per entry: ours takes for each entry beyond its text',
      'at most 500 B',
      '600 (540–660) B',
      '–',
      'NOT MET',
    ],
  ])
})

test('a promise about a wait is in microseconds, and one about named figures is called by their name', () => {
  const figure = { median: 101_000, low: 99_000, high: 102_000 }
  const common = { about: 'Anything.', leftOut: [] }
  const waiting: LatencyResult = {
    ...{
      kind: 'latency',
      name: 'waiting',
      baseline: 'theirs',
      rate: 1,
      share: 0.5,
      contenders: [],
      ...common,
    },
    budgets: [
      { kind: 'wait', subject: 'ours', percentile: 'p99', limit: 100_000, wait: figure, verdict: 'not met' },
    ],
  }
  const streaming: BytesResult = {
    ...{ kind: 'bytes', name: 'streaming', baseline: 'theirs', unit: 'GB', contenders: [], ...common },
    columns: ['resident memory', 'heap'],
    budgets: [{ kind: 'bytes', subject: 'ours', limit: 200_000, bytes: figure, verdict: 'met' }],
  }
  const sections = [{ name: 'any', about: 'anything', comparisons: [waiting, streaming] }]
  expect(promiseRows({ sections }).slice(1)).toEqual([
    ['waiting: p99 of ours', 'at most 100 000 µs', '101 000 (99 000–102 000) µs', '–', 'NOT MET'],
    ['streaming: resident memory of ours', 'at most 200 000 B', '101 000 (99 000–102 000) B', '–', 'MET'],
  ])
})
