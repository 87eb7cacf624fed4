import type { CreateHolding } from './holding.ts'

/** Whatever keeps entries, each to be weighed by itself; only what is asked for is loaded. */
export const holdings: ReadonlyMap<string, () => Promise<CreateHolding>> = new Map([
  ['memory-store', async () => (await import('./held-by-memory-store.ts')).heldByMemoryStore],
  ['undici-store', async () => (await import('./held-by-undici-store.ts')).heldByUndiciStore],
])
