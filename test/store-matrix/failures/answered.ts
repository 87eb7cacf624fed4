import type { Store } from '@cachechart/core'

/** In milliseconds: less than a test may take. */
const patience = 15_000

/** Asks until it is answered: how long a store takes to find its server is for it to say. */
export async function answered(store: Store): Promise<void> {
  const begun = performance.now()
  while (performance.now() - begun < patience) {
    try {
      const { type } = await store.get('whether it is there')
      if (type !== 'error') return
    } catch {
      // It will be.
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`the store has not answered within ${patience} ms`)
}
