import { describe, expect, test } from '@jest/globals'
import { barGroups } from './chart-bars.ts'
import { exampleReport } from './example-report.ts'
import type { SectionResult } from './report.ts'
import { sectionChart } from './section-chart.ts'

const [gateway, memory] = exampleReport.sections as [SectionResult, SectionResult] // the example has both

describe('a bar to the right is better', () => {
  test.each([
    ['the one that is 0.8 times as fast, to the left', gateway, 0, 0.8],
    ['the one whose p99 takes twice as long, to the left', gateway, 1, 0.5],
    ['the one that takes half of the bytes, to the right', memory, 0, 2],
  ])('%s', (_title, section, group, ratio) => {
    expect(barGroups(section)[group]?.bars[0]?.ratio.median).toBeCloseTo(ratio)
  })
})

test('the chart has a title and a description with its figures, and all that is text is escaped', () => {
  const svg = sectionChart(gateway)
  expect(svg).toContain(
    '<title id="title">Benchmarks, gateway: a gateway &lt;under&gt; load &amp; &quot;more&quot;</title>',
  )
  expect(svg).toMatch(
    /<desc id="description">.*gateway hit: speed by processor time, × bare: gateway 0\.80, bare 1\.00\..*<\/desc>/,
  )
  expect(svg).toContain('role="img" aria-labelledby="title description"')
})

test('every element is closed, in order', () => {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, slash = '', name = '', end = ''] of sectionChart(gateway).matchAll(
    /<(\/?)(\w+)[^>]*?(\/?)>/g,
  )) {
    if (slash === '/' && open.pop() !== name) wrong.push(name)
    if (slash === '' && end === '') open.push(name)
  }
  expect([...open, ...wrong]).toEqual([])
})

test('no text is smaller than 11 pixels, and both themes have colours', () => {
  const svg = sectionChart(gateway)
  const sizes = [...svg.matchAll(/(\d+)px/g)].map(([, size]) => Number(size))
  expect(sizes.length).toBeGreaterThan(0)
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11)
  expect(svg).toContain('@media (prefers-color-scheme: dark)')
})

test("the project's own bars, the peers' and the baseline look different", () => {
  expect(barGroups(gateway)[0]?.bars.map(({ role }) => role)).toEqual(['project', 'baseline'])
  expect(barGroups(memory)[0]?.bars.map(({ role }) => role)).toEqual(['peer', 'baseline'])
})

test('the same figures make the same picture', () => {
  expect(sectionChart(gateway)).toBe(sectionChart(structuredClone(gateway)))
})
