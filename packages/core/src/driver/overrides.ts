import type { RequestHead } from '../http/message.ts'
import type { StorageOverrides } from '../policy/storage-overrides.ts'
import type { CacheMode } from '../policy/verdicts.ts'
import type { AbortPolicy, Deadlines } from './cache-api.ts'
import type { Hooks } from './hooks.ts'

/**
 * What the cache is used for:
 *
 * | strategy | looks into the store | asks the origin |
 * | --- | --- | --- |
 * | `fresh` | yes | never: what may not be served from the store is a 504 |
 * | `refresh` (default) | yes | when nothing stored may be used |
 * | `invalidate` | no | always; once it has succeeded, all that was stored for the key goes |
 * | `bypass` | no | always, and stores the reply |
 */
export type Strategy = 'fresh' | 'refresh' | 'invalidate' | 'bypass'

/** What one request asks for beside its fields. Unset means: as the request's own fields, and the cache's options, say. */
export interface Overrides extends StorageOverrides, Hooks {
  /** How the cache is used: the cache modes of the Fetch standard §2.2.5. At most one of this, `strategy` and `pass`. */
  readonly cacheMode?: CacheMode | undefined
  readonly strategy?: Strategy | undefined
  /** `true`: to the origin and back; the cache neither answers nor stores. */
  readonly pass?: boolean | undefined
  /** Under which key the response is looked for and kept, in place of the one that the cache makes of the request. */
  readonly cacheKey?: string | undefined
  /** `false`: this request neither waits for another's fetch nor lets others wait for its own. */
  readonly collapse?: boolean | undefined
  /** Where it differs from the cache's. */
  readonly deadlines?: Deadlines | undefined
  /** Where it differs from the cache's. */
  readonly abort?: AbortPolicy | undefined
}

/** Overrides for all requests, or for each. */
export type OverridesFor = Overrides | ((request: RequestHead) => Overrides | undefined)
