import type { CacheMode } from '@cachechart/core'
import type { RedirectMode } from './fetch-call.ts'
import type { CachedFetchInit } from './fetch-options.ts'

/** What a call says of itself beside its URL, fields and body. */
export interface Settings {
  readonly method: string
  readonly cacheMode: CacheMode
  readonly redirect: RedirectMode
  readonly signal: AbortSignal | null
}

const cacheModes: ReadonlySet<unknown> = new Set([
  ...['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
])
const redirectModes: ReadonlySet<unknown> = new Set(['follow', 'error', 'manual'])

/** Reads and checks them; `undefined` where the cache has no part in the call, or a member is not valid. */
export function readSettings(init: CachedFetchInit, request: Request | undefined): Settings | undefined {
  const method = normaliseMethod(chosen(init.method, request?.method, 'GET'))
  const cacheMode = chosen(init.cache, request?.cache, 'default')
  const redirect = chosen(init.redirect, request?.redirect, 'follow')
  const signal = chosen(init.signal, request?.signal, null)
  if (method === undefined || !cacheModes.has(cacheMode) || !redirectModes.has(redirect)) return undefined
  if ((signal !== null && !isSignal(signal)) || !isForCache(init, request)) return undefined
  return { method, cacheMode, redirect, signal }
}

/** The member of `init` where there is one, even `null`; else that of the Request. */
function chosen<Value>(own: Value | undefined, inherited: Value | undefined, usual: Value): Value {
  if (own !== undefined) return own
  return inherited === undefined ? usual : inherited
}

const isSignal = (signal: object): boolean => 'aborted' in signal && 'addEventListener' in signal

/** Opaque responses (`no-cors`) are not for a cache to read; integrity is of a whole body, which only fetch sees. */
function isForCache(init: RequestInit, request: Request | undefined): boolean {
  const mode = chosen(init.mode, request?.mode, 'cors')
  return (mode === 'cors' || mode === 'same-origin') && chosen(init.integrity, request?.integrity, '') === ''
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const forbiddenMethods = new Set(['CONNECT', 'TRACE', 'TRACK'])
const normalisedMethods = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'])

/** Fetch §2.2.1: the six best known methods in any case are meant in upper case; others stay as they are. */
function normaliseMethod(given: unknown): string | undefined {
  const method = String(given) // Web IDL: whatever it is
  if (normalisedMethods.has(method)) return method
  const upper = method.toUpperCase()
  if (!token.test(method) || forbiddenMethods.has(upper)) return undefined
  return normalisedMethods.has(upper) ? upper : method
}
