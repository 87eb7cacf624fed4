import { StoreError } from '@cachechart/core'
import type { Person } from '../world/person.ts'
import type { World } from '../world/world.ts'

/** What is wrong where a client gets an error: nothing, if something that it needed has failed since it asked. */
export const judgeFailure = (world: World, person: Person, error: unknown): string | undefined => {
  const { reference, disturbances } = world
  const { page } = person.wish
  const hasFailed = reference.failures.some((each) => each.page === page && each.at > person.sent)
  if (hasFailed || disturbances.has(['deadline', 'store failure'], { page, from: person.sent }))
    return undefined
  // What the store was told to fail it may have been told before.
  if (error instanceof StoreError && disturbances.has(['store failure'], { page, from: 0 })) return undefined
  return `${person.name} fails, though nothing has failed: ${String(error)}`
}
