import { existsSync } from 'node:fs'
import type { InspectableStore, Millis } from '@cachechart/core'
import { CommandFailedError } from '../command-failed-error.ts'
import { explainStoreFailure } from './explain-store-failure.ts'
import { openLasting } from './open-lasting.ts'
import type { LastingPlace } from './store-place.ts'

/** For an answer of a server: nobody's request waits for it. */
const patience: Millis = 10_000

/** Opens a store that is there for as long as `use` takes. Rejects with a `CommandFailedError` when the store fails. */
export async function withStore<Result>(
  place: LastingPlace,
  use: (store: InspectableStore) => Promise<Result>,
): Promise<Result> {
  if (place.type === 'sqlite' && !existsSync(place.file))
    throw new CommandFailedError(
      `There is no file ${place.file}. A gateway makes it: --store sqlite:${place.file}.`,
    )
  return withNewStore(place, use)
}

/** The same; a file that is not there is made. */
export async function withNewStore<Result>(
  place: LastingPlace,
  use: (store: InspectableStore) => Promise<Result>,
): Promise<Result> {
  try {
    const store = await openLasting(place, { storeTimeout: patience })
    try {
      return await use(store)
    } finally {
      await store.close()
    }
  } catch (error) {
    throw explainStoreFailure(error, place)
  }
}
