import type { Deviation } from './compare-step.ts'
import type { ReplayDifference } from './replay-result.ts'

/** Where a deviation is. */
export type Whereabouts = Pick<ReplayDifference, 'kind' | 'run' | 'id' | 'line' | 'step'>

const told: { readonly [What in Deviation['what']]: (deviation: Deviation) => string } = {
  from: ({ expected, seen }) => `the recording has it in state "${expected}"; the replay, in "${seen}"`,
  event: ({ expected, seen }) => `the recording concludes "${expected}"; the replay, "${seen}"`,
  to: ({ expected, seen }) => `the recording leads to state "${expected}"; the replay, to "${seen}"`,
  effects: ({ expected, seen }) => `the recording orders: ${expected}; the replay: ${seen}`,
  illegal: ({ expected, seen }) => `the recording says: ${expected}; the replay: ${seen}`,
  input: ({ expected, seen }) => `the recording has it take "${expected}"; the replay cannot: ${seen}`,
  order: ({ expected, seen }) => `the recording has ${expected}; ${seen}`,
  leader: ({ expected, seen }) => `the recording has it join ${expected}; ${seen}`,
}

/** A deviation with its place, and in words. */
export const differenceOf = (where: Whereabouts, deviation: Deviation): ReplayDifference => {
  const subject =
    where.kind === 'flight' ? `the flight of transaction ${where.id}` : `transaction ${where.id}`
  const at = where.step === 0 ? 'at its beginning' : `at step ${where.step}`
  const sentence = `record ${where.line}: ${subject}, ${at}: ${told[deviation.what](deviation)}`
  return { ...where, ...deviation, sentence }
}
