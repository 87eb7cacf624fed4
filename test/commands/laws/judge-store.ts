import type { Body, StoredEntry } from '@cachechart/core'
import type { Saying } from '../record.ts'
import { pages, type Page } from '../world/wish.ts'
import type { World } from '../world/world.ts'
import { storedEntries, storedVersion } from './stored-entries.ts'

/** What is wrong with what is stored; `undefined`: nothing. */
export const judgeStore = (world: World): string | undefined => {
  for (const page of pages)
    for (const entry of storedEntries(world, page)) {
      const problem = judgeEntry(world, page, entry)
      if (problem !== undefined) return `what is stored for ${page} is ${problem}`
    }
  return undefined
}

const judgeEntry = (world: World, page: Page, entry: StoredEntry): string | undefined => {
  const { response } = entry
  const version = storedVersion(world, response)
  // The entry is one of the store in memory.
  const body = entry.open() as Body | undefined
  const text = new TextDecoder().decode(body?.bytes)
  if (version === undefined) return `nobody's: "${text}"`
  const { first, last } = response.part ?? { first: 0, last: version.text.length - 1 }
  const expected = version.text.slice(first, last + 1)
  if (text !== expected) return `"${text}", and version ${version.number} has "${expected}"`
  if (!version.sent.slice(first, last + 1).every(Boolean))
    return `version ${version.number}, which never came whole`
  if (response.fields.includes('X-Mark')) return `marked for one client alone`
  return judgeRight(world, page, version.number)
}

/** Whether something that the origin said lets it be there: for all, and not removed since. */
const judgeRight = ({ reference }: World, page: Page, number: number): string | undefined => {
  const said = reference.sayings.filter((saying) => saying.version === number && saying.page === page)
  const kept = said.filter(({ forOne }) => !forOne)
  if (kept.length === 0) return `version ${number}, which was for one client alone`
  const isRemoved = (saying: Saying) =>
    reference.removals.some(
      ({ force, done, begun, covers }) =>
        force === 'hard' && done < Infinity && saying.asked < begun && covers(saying),
    )
  return kept.every(isRemoved) ? `version ${number}, which was removed` : undefined
}
