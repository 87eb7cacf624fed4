import type { Page } from '../world/wish.ts'
import type { Saying } from '../record.ts'
import type { World } from '../world/world.ts'
import { storedEntries, storedVersion } from './stored-entries.ts'

/** Which version a plain request has to be given without the origin being asked: one that is stored and fresh. */
export const findFresh = (world: World, page: Page, language: string): number | undefined => {
  const { reference, clock } = world
  const now = world.nextMoment()
  const [newest, ...others] = storedEntries(world, page)
  // Which of several variants is the better answer is a question of its own.
  if (newest === undefined || others.length > 0 || newest.response.part !== null) return undefined
  const number = storedVersion(world, newest.response)?.number
  const saying = reference.sayings.findLast((each) => each.version === number)
  if (
    saying === undefined ||
    isUnknowing(world, saying) ||
    saying.control.veto === 'no-cache' ||
    saying.forOne
  )
    return undefined
  if (saying.language !== null && saying.language !== language) return undefined
  const { age, lifetime } = reference.ageOf(saying, clock.now(), now)
  return age < lifetime ? number : undefined
}

/** RFC 9111 §4.3.5: what a HEAD brings updates what its own lookup has found, which was nothing before it was stored. */
const isUnknowing = ({ people, commits }: World, { isHead, client, version }: Saying): boolean => {
  const sent = people[client - 1]?.sent ?? Infinity
  return isHead && !commits.some((commit) => commit.version === version && commit.at < sent)
}
