/** Stores that are wrong in one way each. `node --conditions=source examples/testing/try-broken-stores.ts` tries them. */
import type { LookupResult, MaybePromise, Store } from '@cachechart/core'
import { ownStore } from './own-store.ts'

/** A sound store, in part replaced by something else. */
const broken =
  (replace: (sound: Store) => Partial<Store>): (() => Store) =>
  () => {
    const sound = ownStore()
    return { ...sound, ...replace(sound) }
  }

const later = async <Answer>(milliseconds: number, work: () => MaybePromise<Answer>): Promise<Answer> => {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  return work()
}

/** The entry of each variant opens the body of the next. */
const swapped = (result: LookupResult): LookupResult => {
  if (result.type !== 'hit') return result
  const { variants } = result
  const next = (index: number) => variants[(index + 1) % variants.length]
  return {
    type: 'hit',
    variants: variants.map((entry, index) => ({ ...entry, open: () => next(index)?.open() })),
  }
}

export const brokenStores = {
  'loses bytes': broken((sound) => ({
    put(key, response) {
      const writer = sound.put(key, response)
      return { ...writer, write: (chunk) => writer.write(chunk.subarray(0, 3)) }
    },
  })),
  'swaps variants': broken((sound) => ({
    get: async (key) => swapped(await sound.get(key)),
  })),
  'forgets to delete': broken((sound) => ({
    delete: async (key) => {
      const found = await sound.get(key)
      return found.type === 'hit' ? found.variants.length : 0
    },
  })),
  /** It does what it is told, and says so, when others have had their turn. */
  'acts late': broken((sound) => ({
    delete: (key) => later(1, () => sound.delete(key)),
  })),
  'answers late': broken((sound) => ({
    get: (key) => later(1_300, () => sound.get(key)),
  })),
  'never answers': broken(() => ({
    get: () => new Promise(() => undefined),
  })),
}
