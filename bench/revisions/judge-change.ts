import type { Figure } from '../statistics/figure.ts'

/** What became of a contender since another revision; a quick run says too little for any verdict. */
export type ChangeVerdict = 'same' | 'faster' | 'slower' | 'not judged'

/** How many times as much of each it takes now as it took then. */
export interface Ratios {
  readonly wall: Figure
  readonly cpu: Figure
}

/**
 * How much worse the median has to be before it counts. What is below may well be another layout of the code in memory or
 * another turn that a compiler took: the same code measured twice differs by as much. Time is disturbed by whatever
 * else the machine does, so it counts only when it is far off, which shows what processor time cannot: waiting.
 */
export const thresholds: { readonly [Clock in keyof Ratios]: number } = { cpu: 1.1, wall: 1.3 }

/** Slower by either clock is slower; faster takes processor time, and nothing slower. */
export function judgeChange({ wall, cpu }: Ratios): ChangeVerdict {
  if (isAbove(cpu, thresholds.cpu) || isAbove(wall, thresholds.wall)) return 'slower'
  return isBelow(cpu, 1 / thresholds.cpu) ? 'faster' : 'same'
}

/** Beyond the limit, and so clearly that the middle half of the measurements leaves 1 out. */
const isAbove = ({ median, low }: Figure, limit: number): boolean => median > limit && low > 1

const isBelow = ({ median, high }: Figure, limit: number): boolean => median < limit && high < 1
