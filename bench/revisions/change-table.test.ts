import { expect, test } from '@jest/globals'
import { exampleReport } from '../report/example-report.ts'
import type { Change, ChangeReport } from './change.ts'
import { changeTable, isSlower } from './change-table.ts'

const figure = (median: number) => ({ median, low: median - 0.1, high: median + 0.1 })

const hit = { comparison: 'gateway hit', contender: 'gateway' }
const slower: Change = {
  kind: 'time',
  ...hit,
  wall: figure(1),
  cpu: figure(1.2),
  allocated: figure(2),
  verdict: 'slower',
}
const lighter: Change = {
  kind: 'bytes',
  comparison: 'memory per entry',
  contender: 'memoryStore',
  bytes: figure(0.5),
  verdict: 'faster',
}
const skipped: Change = {
  kind: 'skipped',
  ...hit,
  reason: 'the other revision cannot run it: no such export',
}

const report = (...changes: readonly Change[]): ChangeReport => ({
  machine: exampleReport.machine,
  load: 'wrk',
  length: 'full',
  rounds: 6,
  revision: 'v1.0.0',
  commit: '0123456789abcdef',
  changes,
})

test('each contender has a row: processor time, time, bytes, verdict', () => {
  const rows = changeTable(report(slower, lighter, skipped))
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/))
  expect(rows).toContainEqual([
    'gateway hit',
    'gateway',
    '1.20 (1.10–1.30)',
    '1.00 (0.90–1.10)',
    '2.00 (1.90–2.10)',
    'slower',
  ])
  expect(rows).toContainEqual(['memory per entry', 'memoryStore', '–', '–', '0.50 (0.40–0.60)', 'faster'])
  expect(rows).toContainEqual([
    'skipped: gateway hit, gateway: the other revision cannot run it: no such export',
  ])
  expect(rows).toContainEqual(['1 slower, 1 faster, 1 skipped'])
})

test('the command fails when one is slower, and only then', () => {
  expect(isSlower(report(lighter, slower))).toBe(true)
  expect(isSlower(report(lighter, skipped))).toBe(false)
})
