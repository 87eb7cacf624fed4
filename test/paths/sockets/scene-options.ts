import type { CacheOptions, Deadlines } from '@cachechart/core'
import type { Scene } from './scene.ts'

/** By which of its deadlines a wait ends; a virtual clock passes them. */
export type DeadlineKind = 'store' | 'flight' | 'lease' | 'reply' | 'transaction'

/** Every deadline of a scene, in ms. One that is to pass comes before all others that run then. */
export function deadlinesFor({ limit }: Scene): Required<Pick<Deadlines, DeadlineKind>> {
  const waits = { store: 1_000, flight: 1_000, lease: 1_500, reply: 3_000 }
  switch (limit) {
    case 'none':
      return { ...waits, transaction: Infinity }
    case 'attached':
      return { ...waits, reply: 30_000, transaction: 1_000 }
    case 'delivering':
      return { ...waits, transaction: 20_000 }
    case 'lease':
      return { ...waits, store: 5_000, lease: 5_000, transaction: 1_000 }
  }
}

/** What a cache is told so that a scene is what it is. */
export const optionsFor = (
  scene: Scene,
): Pick<CacheOptions, 'abort' | 'collapse' | 'deadlines' | 'policy'> => ({
  abort: {
    leader: { awaitBackend: scene.leaving, delivering: scene.reading },
    follower: { awaitFlight: scene.following },
    background: { awaitBackend: scene.following, delivering: scene.reading },
  },
  collapse: { onTimeout: scene.onTimeout, uncacheable: 'pass' },
  deadlines: deadlinesFor(scene),
  policy: { onStoreFailure: scene.onStoreFailure },
})
