import {
  redisInvalidations,
  redisStore,
  type RedisInvalidationsOptions,
  type RedisSource,
} from '@cachechart/adapters/redis'
import {
  memoryStore,
  tieredStore,
  type InspectableStore,
  type NearTierInvalidations,
  type StoreError,
} from '@cachechart/core'

/** Two tiers of one process, and what its near tier was told. */
export interface ObservedTiers {
  readonly store: InspectableStore
  /** Resolves when changes are heard of for as many times, since the beginning. */
  restored(times?: number): Promise<void>
  /** Resolves when that was lost for as many times. */
  lost(times?: number): Promise<void>
  readonly problems: readonly StoreError[]
}

export type TierSettings = Partial<Omit<RedisInvalidationsOptions, 'client' | 'url'>> & {
  readonly staleness?: number
  readonly keepFor?: number
  /** By what changes are heard of, where it is not as everything else. */
  readonly heardBy?: RedisSource
}

/** Counts something, and lets others wait for a count. */
class Tally {
  #count = 0
  #waiting: { readonly count: number; readonly resolve: () => void }[] = []

  add(): void {
    this.#count += 1
    for (const { count, resolve } of this.#waiting) if (count <= this.#count) resolve()
  }

  async reaches(count: number): Promise<void> {
    if (this.#count >= count) return
    await new Promise<void>((resolve) => {
      this.#waiting.push({ count, resolve })
    })
  }
}

/** A memory store in front of Redis, as one process of several has it. */
export function observedTiers(source: RedisSource, settings: TierSettings = {}): ObservedTiers {
  const { staleness = 1000, keepFor = 60_000, heardBy = source, ...others } = settings
  const [restored, lost, problems] = [new Tally(), new Tally(), [] as StoreError[]]
  const onLost = (error: StoreError): void => void problems.push(error)
  const inner = redisInvalidations({ ...heardBy, ...others, onLost })
  const invalidations: NearTierInvalidations = {
    tagOf: (key) => inner.tagOf(key),
    start: (listener) =>
      inner.start({
        invalidate: (tag) => listener.invalidate(tag),
        invalidateAll: () => listener.invalidateAll(),
        lost: () => {
          listener.lost()
          lost.add()
        },
        restored: () => {
          listener.restored()
          restored.add()
        },
      }),
  }
  const prefix = others.prefix === undefined ? {} : { prefix: others.prefix }
  const far = redisStore({ ...source, ...prefix, commandTimeout: 1000 })
  const store = tieredStore({ near: memoryStore(), far, invalidations, staleness, keepFor })
  return {
    store,
    restored: (times = 1) => restored.reaches(times),
    lost: (times = 1) => lost.reaches(times),
    problems,
  }
}
