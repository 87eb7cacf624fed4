import { expect, test } from '@jest/globals'
import { exampleReport } from './example-report.ts'
import { markdownReport } from './markdown-report.ts'
import { tableReport } from './table-report.ts'

const document = markdownReport(exampleReport)

test('promises come first, then the sections, each with its chart and its tables', () => {
  const headings = document.split('\n').filter((line) => line.startsWith('#') || line.startsWith('!['))
  expect(headings).toEqual([
    '# Benchmarks',
    '## Promises',
    '## Gateway',
    '![Ratios of each contender to its baseline; the tables below say the same](benchmarks/gateway.svg)',
    '### Gateway hit',
    '### Gateway latency',
    '## Memory',
    '![Ratios of each contender to its baseline; the tables below say the same](benchmarks/memory.svg)',
    '### Memory per entry',
  ])
})

test.each([
  [
    'time',
    '| gateway | 50 000 | 20.0 (18.0–22.0) µs | 21.0 (18.9–23.1) µs | 3 000 (2 700–3 300) B | 0.90 (0.81–0.99) | 0.80 (0.72–0.88) |',
  ],
  [
    'latency',
    '| gateway | 25 000/s | 100 (90.0–110) µs | 200 (180–220) µs | 400 (360–440) µs | 900 (810–990) µs | 2.00 (1.80–2.20) |',
  ],
  ['bytes', '| ours | 600 (540–660) B | 1 900 (1 710–2 090) B | 0.50 (0.45–0.55) |'],
])('a comparison of %s has a row for each contender, with medians and quartiles', (_kind, row) => {
  expect(document).toContain(`\n${row}\n`)
})

test('who was left out is said, in the document and on the terminal', () => {
  expect(document).toContain('- Left out: nginx (it is not installed)')
  expect(tableReport(exampleReport)).toContain('left out: nginx (it is not installed)')
})

test('the rows of every table have as many cells as its heading', () => {
  for (const table of document.split('\n\n').filter((part) => part.startsWith('|'))) {
    const widths = table.split('\n').map((line) => line.split('|').length)
    expect(new Set(widths).size).toBe(1)
  }
})
