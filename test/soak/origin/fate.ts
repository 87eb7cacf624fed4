import { Chance } from '../chance.ts'
import type { Resource } from '../resource.ts'

/** What becomes of one request to the origin. */
export type Fate =
  | 'whole'
  | 'trickle'
  | 'resetBeforeHead'
  | 'resetInBody'
  | 'stallBeforeHead'
  | 'stallInBody'
  | 'endsEarly'
  | 'error500'
  | 'error503'

const shares: Readonly<Record<Fate, number>> = {
  whole: 56,
  trickle: 8,
  resetBeforeHead: 6,
  resetInBody: 6,
  stallBeforeHead: 5,
  stallInBody: 4,
  endsEarly: 5,
  error500: 5,
  error503: 5,
}

/** Drawn by the seed for each request of a path: the first, the second, … */
export const fateOf = ({ path, temper }: Resource, seed: number, count: number): Fate =>
  temper === 'calm' ? 'whole' : new Chance(seed, 'fate', path, count).pick(shares)

/** How long the origin thinks before it answers, in milliseconds: long enough that others ask meanwhile. */
export function thinkingTime(seed: number, path: string, count: number): number {
  const chance = new Chance(seed, 'thinking', path, count)
  return chance.pick({ none: 2, some: 3 }) === 'none' ? 0 : chance.between(1, 120)
}
