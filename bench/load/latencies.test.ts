import { expect, test } from '@jest/globals'
import { Latencies } from './latencies.ts'

test('percentiles are in microseconds, right to three digits', () => {
  const latencies = new Latencies()
  for (let millis = 1; millis <= 1_000; millis += 1) latencies.add(millis)
  const sample = latencies.sample()
  const expected = { p50: 500_000, p90: 900_000, p99: 990_000, 'p99.9': 999_000 }
  for (const [name, micros] of Object.entries(expected)) {
    const found = sample[name as keyof typeof sample]
    expect(Math.abs(found - micros) / micros).toBeLessThan(0.002)
  }
  expect(latencies.count).toBe(1_000)
})

test('one slow answer of a hundred shows in p99.9 and not in p50', () => {
  const latencies = new Latencies()
  for (let index = 0; index < 99; index += 1) latencies.add(0.1)
  latencies.add(60_000)
  const { p50, 'p99.9': slowest } = latencies.sample()
  expect(p50).toBeCloseTo(100, 0)
  expect(slowest).toBeGreaterThan(59_000_000)
})
