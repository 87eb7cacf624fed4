import type { StoreOptions } from './store-options.ts'

/** Room in memory, in a file, and in the memory before a server, in bytes. */
const defaults = { memory: 256 * 2 ** 20, sqlite: 2 ** 30, near: 64 * 2 ** 20 }

/** How much room a store may take in all processes together, and in each of them, in bytes. */
export interface StoreRoom {
  /** What the room is: memory, a file, or the memory before a server. */
  readonly of: 'memory' | 'file' | 'near'
  readonly all: number
  /** A file is everybody's. */
  readonly each: number
}

/** The room that a store may take. */
export function roomOf({ store, maxBytes, nearBytes }: StoreOptions, workers: number): StoreRoom {
  switch (store.type) {
    case 'memory':
      return partsOf('memory', maxBytes ?? defaults.memory, workers)
    case 'sqlite': {
      const all = maxBytes ?? defaults.sqlite
      return { of: 'file', all, each: all }
    }
    case 'redis':
      return partsOf('near', nearBytes ?? defaults.near, workers)
  }
}

/** The options of each of several processes. */
export function partedOptions<Options extends StoreOptions>(options: Options, workers: number): Options {
  const { of, each } = roomOf(options, workers)
  return { ...options, ...(of === 'near' ? { nearBytes: each } : { maxBytes: each }) }
}

const partsOf = (of: StoreRoom['of'], all: number, workers: number): StoreRoom => ({
  of,
  all,
  each: Math.floor(all / workers),
})
