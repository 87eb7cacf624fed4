import { limits } from '../world/limits.ts'
import type { Page } from '../world/wish.ts'
import type { World } from '../world/world.ts'

/**
 * Whether a reply for the page had been uncacheable a while before, or the store had not taken it: requests do then not
 * wait for each other, and may pass.
 */
export const isMarked = ({ reference, disturbances }: World, page: Page, now: number): boolean =>
  disturbances.hasBetween('store failure', now - limits.mark, now) ||
  reference.sayings.some(
    (saying) => saying.page === page && saying.forOne && now - saying.answeredAt < limits.mark,
  )
