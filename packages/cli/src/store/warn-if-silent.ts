import type { Store } from '@cachechart/core'
import type { Terminal } from '../terminal.ts'
import { explainStoreFailure } from './explain-store-failure.ts'
import { lookUp } from './look-up.ts'
import type { StorePlace } from './store-place.ts'

/** Under which nothing is stored: keys are URLs. */
const noKey = 'cachechart: is anybody there?'

/** Says on standard error when the server of a store does not answer. The gateway goes on, and uses it once it does. */
export async function warnIfSilent(
  store: Store,
  place: StorePlace,
  { err }: Pick<Terminal, 'err'>,
): Promise<void> {
  if (place.type !== 'redis') return
  try {
    await lookUp(store, noKey)
  } catch (error) {
    const explained = explainStoreFailure(error, place)
    const message = explained instanceof Error ? explained.message : String(explained)
    err(`warning: ${message} Until it answers, everything is fetched from the origin.\n`)
  }
}
