import type { AbortPolicy } from './cache-api.ts'

/** What becomes of a fetch, every choice made. */
export type AbortChoices = {
  readonly [Role in keyof AbortPolicy]-?: Required<NonNullable<AbortPolicy[Role]>>
}

/** What becomes of a fetch when its clients leave: what `own` says counts, and where it says nothing, `base`. */
export function mergeAbort(base: AbortChoices, own: AbortPolicy): AbortChoices
export function mergeAbort(base: AbortPolicy, own: AbortPolicy): AbortPolicy
export function mergeAbort(base: AbortPolicy, own: AbortPolicy): AbortPolicy {
  return {
    leader: { ...base.leader, ...own.leader },
    follower: { ...base.follower, ...own.follower },
    background: { ...base.background, ...own.background },
  }
}
