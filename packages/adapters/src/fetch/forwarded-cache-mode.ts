import type { CacheMode } from '@cachechart/core'

/** Why a request goes out: its caller's wish, or to validate what is stored. */
export type Purpose = 'forward' | 'validate'

/** What is underneath: the undici of Node, which has no cache of its own, or a fetch that may have one. */
export type Platform = 'undici' | 'other'

/**
 * The cache mode for the fetch underneath; `undefined` for none.
 *
 * Modes are not without effect where there is no cache: Fetch §4.5 (HTTP-network-or-cache fetch, steps 15 to 17) has
 * them write Cache-Control and Pragma into the request, for the caches on the way.
 */
export function forwardedCacheMode(
  asked: CacheMode,
  purpose: Purpose,
  platform: Platform,
): CacheMode | undefined {
  // What the caller demands of every cache is passed on. Otherwise no second cache is to store the same.
  if (platform === 'other') return asked === 'reload' || asked === 'no-cache' ? asked : 'no-store'
  // By its conditions `default` would become `no-store`, and the validation pass over all caches on the way.
  if (purpose === 'validate') return 'no-cache'
  return asked === 'default' || asked === 'only-if-cached' ? undefined : asked
}
