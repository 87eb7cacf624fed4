import type { StoredEntry } from '@cachechart/core'
import { messageField } from '../world/message-field.ts'
import { numberIn, type Version } from '../world/version.ts'
import { urlOf, type Page } from '../world/wish.ts'
import type { World } from '../world/world.ts'

/** What is stored for a page just now. The store is one in memory, and answers at once. */
export const storedEntries = ({ memory }: World, page: Page): readonly StoredEntry[] => {
  const result = memory.get(urlOf(page))
  return result.type === 'hit' ? result.variants : []
}

/** Of which version a stored response is. */
export const storedVersion = ({ versions }: World, response: StoredEntry['response']): Version | undefined =>
  versions.find(({ number }) => number === numberIn(messageField(response, 'X-Version')))
