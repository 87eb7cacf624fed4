/**
 * What purges have said of a resource by the time that it is asked for, as times in milliseconds; 0 where none has. The
 * answer may not be of a reply that the origin was asked for before `hard`; nor, as if it were fresh, before `soft`.
 */
export interface Fence {
  readonly hard: number
  readonly soft: number
}

export const noFence: Fence = { hard: 0, soft: 0 }
