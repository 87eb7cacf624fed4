import type { Moment, Saying } from '../record.ts'
import { pages, type Ask, type Page } from '../world/wish.ts'
import type { World } from '../world/world.ts'
import { isMarked } from './is-marked.ts'
import { storedEntries, storedVersion } from './stored-entries.ts'

/** The whole versions that are stored for a page. */
const storedVersions = (world: World, page: Page): number[] =>
  storedEntries(world, page).flatMap(({ response }) => {
    const version = response.part === null ? storedVersion(world, response) : undefined
    return version === undefined ? [] : [version.number]
  })

/** Asks whose reply is stored as any other. */
const storing: ReadonlySet<Ask> = new Set(['plain', 'no-cache', 'max-age=0', 'max-stale'])

/** What came whole, may be stored, and was not disturbed by anything since it was asked for, is found. RFC 9111 §3 */
export const judgeFindable = (world: World): string | undefined => {
  for (const page of pages) {
    const said = world.reference.sayings.filter((saying) => saying.page === page)
    const saying = said.at(-1)
    if (saying === undefined || saying.forOne || isMarked(world, page, saying.askedAt)) continue
    const { age, lifetime } = world.reference.ageOf(saying, saying.answeredAt, saying.answered)
    if (age >= lifetime) continue
    const version = world.versions.find(({ number }) => number === saying.version)
    const person = world.people[saying.client - 1]
    const isPlain = person !== undefined && storing.has(person.wish.ask) && person.sent < saying.asked
    // In place of an error something else may have been given, and kept.
    if (!isPlain || version === undefined || version.isError || !version.sent.every(Boolean)) continue
    if (!isUndisturbed(world, { page, saying, since: person.sent })) continue
    if (!storedVersions(world, page).includes(saying.version))
      return `version ${saying.version} is not stored`
  }
  return undefined
}

interface Arrival {
  readonly page: Page
  readonly saying: Saying
  /** When its client asked. */
  readonly since: Moment
}

/** Whether nothing has happened, since its client asked, by which it need not be there. */
const isUndisturbed = (world: World, { page, saying, since }: Arrival): boolean => {
  const { disturbances, setting, reference } = world
  const { asked, answered } = saying
  const others = reference.sayings.filter((other) => other.page === page && other.answered !== answered)
  if (others.some((other) => other.answered > asked)) return false
  const kinds = ['purge', 'unsafe', 'store failure', 'restart', 'deadline'] as const
  if (disturbances.has(kinds, { page, from: since })) return false
  if (isOvertaken(world, { page, saying, since })) return false
  return setting.abort === 'finish' || !disturbances.has(['leave'], { page, from: since })
}

/** Where a fetch that was answered with a 304 has overtaken one with a new version, the one that ends last is stored. */
const isOvertaken = ({ reference, commits }: World, { page, saying, since }: Arrival): boolean => {
  const saidOf = (number: number) =>
    reference.sayings.filter((each) => each.version === number && each.page === page)
  const isReplaced = commits.some(
    ({ version, at }) => at > since && version !== saying.version && saidOf(version).length > 0,
  )
  return isReplaced && saidOf(saying.version).some(({ asked }) => asked < saying.asked)
}
