/** What many measurements found: the middle one, and between what the middle half of them lies. */
export interface Figure {
  readonly median: number
  /** A quarter of the measurements is below. */
  readonly low: number
  /** A quarter of the measurements is above. */
  readonly high: number
}

/**
 * The value below which a share (0 to 1) of the values lies; between two values in proportion.
 * @throws RangeError for no values
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) throw new RangeError('no values have no quantile')
  return below + (above - below) * (position - Math.floor(position))
}

/** Median and quartiles: what disturbs a few measurements moves none of them. @throws RangeError for no values */
export const figureOf = (values: readonly number[]): Figure => ({
  median: quantile(values, 0.5),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
})
