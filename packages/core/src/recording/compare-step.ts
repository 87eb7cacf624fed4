import type { DifferenceKind } from './replay-result.ts'

/** What a machine was told, and did. */
export interface Taken {
  readonly event: string
  readonly from: string
  readonly to: string
  readonly effects: readonly string[]
}

/** What differs between what was recorded and what is seen now, and each of the two. */
export interface Deviation {
  readonly what: DifferenceKind
  readonly expected: string
  readonly seen: string
}

const orders = (effects: readonly string[]): string => (effects.length === 0 ? 'none' : effects.join(', '))

/** The first difference between a step as it was recorded and as it is made again; `null` where there is none. */
export const compareStep = (recorded: Taken, replayed: Taken): Deviation | null => {
  for (const what of ['from', 'event', 'to'] as const)
    if (recorded[what] !== replayed[what]) return { what, expected: recorded[what], seen: replayed[what] }
  const expected = orders(recorded.effects)
  const seen = orders(replayed.effects)
  return expected === seen ? null : { what: 'effects', expected, seen }
}

/** Whether the recording says that the event was illegal then: it led nowhere, and nothing was ordered. */
export const wasIllegal = ({ from, to, effects }: Taken): boolean => from === to && effects.length === 0
