import { expect, test } from '@jest/globals'
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
