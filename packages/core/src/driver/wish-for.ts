import type { Wish } from '../engine/engine.ts'
import type { CacheUse } from '../policy/verdicts.ts'
import type { CacheRequest } from './cache-api.ts'
import type { Environment } from './environment.ts'
import type { Overrides } from './overrides.ts'
import type { Settings } from './settings.ts'

/** What is wanted of a request: by the cache's options, by its own overrides, and by what it is. */
export const wishFor = (
  environment: Pick<Environment, 'settings'>,
  request: CacheRequest,
  overrides: Overrides | undefined,
): { readonly settings: Settings; readonly wish: Wish } => {
  const settings = environment.settings.settingsFor(request, overrides)
  const mode = modeOf(request, settings.mode)
  return { settings, wish: mode === settings.mode ? settings : { ...settings, mode } }
}

/**
 * A key does not tell two bodies apart: a response to a GET with content is for that request alone, in any mode. (What a
 * POST or PATCH is answered may be for all, if it says so: RFC 9110 §9.3.3.)
 */
const modeOf = ({ body, method }: CacheRequest, mode: CacheUse): CacheUse => {
  if (body === undefined || body === null || mode === 'only-if-cached' || mode === 'fresh') return mode
  return method === 'GET' || method === 'HEAD' ? 'no-store' : mode
}
