import type { Millis } from '@cachechart/core'
import type { Stretch } from './time-scale.ts'

/** In milliseconds: what a person can add up. */
const steps: readonly Millis[] = [
  ...[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 4, 8, 24, 24 * 7, 24 * 28].map((hours) => hours * 3_600_000),
]

/**
 * Where a stretch of time has its ticks, in milliseconds since its beginning; the first is 0. They are at least `apart`
 * pixels apart.
 */
export const timeTicks = ({ begin, end, width }: Stretch, apart: number): readonly Millis[] => {
  const span = end - begin
  const step = steps.find((each) => (each / span) * width >= apart)
  if (span <= 0 || step === undefined) return [0]
  const count = Math.floor(span / step)
  return Array.from({ length: count + 1 }, (_, place) => place * step)
}
