import { hasField, type BackendRequest, type FieldLines } from '@cachechart/core'
import { toPairs } from '../fetch-standard/field-lines.ts'
import { platform } from '../fetch-standard/platform.ts'
import type { Onward, RequestBody } from './fetch-call.ts'
import type { CachedFetchInit } from './fetch-options.ts'
import { forwardedCacheMode } from './forwarded-cache-mode.ts'
import { hasConditions } from './read-fields.ts'

/** The second argument for the fetch underneath. */
export function outgoingInit(
  request: BackendRequest,
  onward: Onward,
  signal: AbortSignal | undefined,
): CachedFetchInit {
  const { method } = request
  const init: CachedFetchInit = { ...onward.members, redirect: onward.redirect }
  if (signal !== undefined) init.signal = signal
  if (method !== 'GET' || onward.input !== undefined) init.method = method
  const purpose = !onward.isConditional && hasConditions(request.fields) ? 'validate' : 'forward'
  const cache = forwardedCacheMode(onward.cacheMode, purpose, platform)
  if (cache !== undefined) init.cache = cache
  const fields = purpose === 'validate' ? validatingFields(request.fields, onward) : request.fields
  // A Request keeps its own fields unless it is given others.
  if (fields.length > 0 || onward.input !== undefined) init.headers = toPairs(fields)
  addBody(init, request, onward)
  return init
}

/**
 * In mode `no-cache` fetch adds `max-age=0` where there is no Cache-Control. Unless the caller wants that, a directive
 * that changes nothing (RFC 9111 §5.2.1.2) keeps its place: caches on the way may answer with what is fresh there.
 */
function validatingFields(fields: FieldLines, { cacheMode }: Onward): FieldLines {
  if (cacheMode === 'no-cache' || hasField(fields, 'cache-control')) return fields
  return [...fields, 'cache-control', 'max-stale=0']
}

function addBody(init: CachedFetchInit, request: BackendRequest, onward: Onward): void {
  if (onward.body !== null) {
    init.body = onward.body
  } else if (request.body !== null) {
    init.body = request.body as RequestBody // Node's fetch takes async iterables, whatever the type says
    init.duplex = 'half'
  }
}
