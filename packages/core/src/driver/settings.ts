import type { Wish } from '../engine/engine.ts'
import type { FlightRules } from '../engine/flight-rules.ts'
import type { StorageOverrides } from '../policy/storage-overrides.ts'
import type { CacheUse } from '../policy/verdicts.ts'
import type { Deadlines } from './cache-api.ts'
import type { Hooks } from './hooks.ts'
import { mergeAbort, type AbortChoices } from './merge-abort.ts'
import type { Overrides, Strategy } from './overrides.ts'

/** How one transaction is run: the cache's options and the request's overrides, every choice made. */
export interface Settings extends Wish {
  readonly mode: CacheUse
  /** In place of the key that the policy makes. */
  readonly key: string | undefined
  /** `dropped`: what comes of a part may not be made into something else, so the whole is asked for. */
  readonly range: 'kept' | 'dropped'
  readonly collapse: 'together' | 'alone'
  readonly deadlines: Required<Deadlines>
  readonly abort: AbortChoices
  /** In place of the engine's; `undefined` where they are the same. */
  readonly rules: FlightRules | undefined
  readonly storage: StorageOverrides | undefined
  readonly hooks: Hooks
}

const modes: { readonly [Name in Strategy]: CacheUse } = {
  fresh: 'fresh',
  refresh: 'default',
  invalidate: 'invalidate',
  bypass: 'reload',
}

const modeOf = ({ cacheMode, strategy, pass }: Overrides, base: CacheUse): CacheUse => {
  if (pass === true) return 'no-store'
  return strategy === undefined ? (cacheMode ?? base) : modes[strategy]
}

const storageOf = (overrides: Overrides): StorageOverrides | undefined => {
  const { ttl, maxAge, staleWhileRevalidate, staleIfError, surrogateKeys, vary, sensitive } = overrides
  const storage = { ttl, maxAge, staleWhileRevalidate, staleIfError, surrogateKeys, vary, sensitive }
  return Object.values(storage).some((value) => value !== undefined) ? storage : undefined
}

/** `base` as the overrides change it; itself where they change nothing. */
export const settingsWith = (
  base: Settings,
  overrides: Overrides,
  onTimeout: FlightRules['onTimeout'],
): Settings => {
  const abort = overrides.abort === undefined ? base.abort : mergeAbort(base.abort, overrides.abort)
  const { beforeSend, afterSend, onDirect } = overrides
  const given = Object.entries(overrides.deadlines ?? {}).filter(([, value]) => value !== undefined)
  return {
    mode: modeOf(overrides, base.mode),
    key: overrides.cacheKey,
    range: afterSend === undefined ? 'kept' : 'dropped',
    collapse: overrides.collapse === false ? 'alone' : base.collapse,
    deadlines: given.length === 0 ? base.deadlines : { ...base.deadlines, ...Object.fromEntries(given) },
    abort,
    rules: abort === base.abort ? base.rules : { onTimeout, leaderLeaves: abort.leader.awaitBackend },
    storage: storageOf(overrides),
    hooks: { beforeSend, afterSend, onDirect },
  }
}
