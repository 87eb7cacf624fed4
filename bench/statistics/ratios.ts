import { figureOf, type Figure } from './figure.ts'

/**
 * One contender against another, slice by slice, before any median is taken: a machine that was slow for a while was
 * slow for both.
 * @throws RangeError when there are not as many slices of one as of the other
 */
export function ratios(numerators: readonly number[], denominators: readonly number[]): Figure {
  if (numerators.length !== denominators.length) throw new RangeError('each slice needs both contenders')
  return figureOf(numerators.map((numerator, slice) => numerator / (denominators[slice] ?? Number.NaN)))
}
