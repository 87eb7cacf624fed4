import type { FieldLines } from '@cachechart/core'
import { Onward, type FetchCall } from './fetch-call.ts'
import type { CachedFetchInit } from './fetch-options.ts'
import { parseTarget } from './parse-target.ts'
import { hasConditions, readFields } from './read-fields.ts'
import { readSettings, type Settings } from './read-settings.ts'
import { carriedMembers, foreignMembers } from './request-members.ts'

/** What `fetch` takes as its first argument. */
export type FetchInput = string | URL | Request

const noFields: FieldLines = []
const firstHop = { redirects: 0, isTainted: false }
const usual: Omit<FetchCall, 'url'> = {
  method: 'GET',
  fields: noFields,
  cacheMode: 'default',
  overrides: undefined,
  redirect: 'follow',
  signal: null,
  onward: new Onward(),
  ...firstHop,
}

/**
 * Reads the arguments of a call; `undefined` where the cache has no part in it. What is wrong with them is not said
 * here: the fetch underneath takes them as they are, and throws its own errors.
 */
export function readArguments(input: FetchInput, init?: CachedFetchInit | null): FetchCall | undefined {
  if (typeof init !== 'object' && init !== undefined) return undefined
  try {
    if (typeof input === 'string' && (init === undefined || init === null)) return readUrl(input)
    if (isRequest(input)) return readCall(parseTarget(input.url), input, init ?? {})
    return readCall(parseTarget(String(input)), undefined, init ?? {})
  } catch {
    return undefined // the fetch underneath meets the same error
  }
}

/** The common case: nothing is made that is not needed. */
function readUrl(input: string): FetchCall | undefined {
  const url = parseTarget(input)
  if (url === undefined) return undefined
  return { url, ...usual }
}

/** A Request of whatever class: the fetch underneath may have its own. */
const isRequest = (input: FetchInput): input is Request =>
  typeof input === 'object' && 'url' in input && 'headers' in input

function readCall(
  url: string | undefined,
  request: Request | undefined,
  init: CachedFetchInit,
): FetchCall | undefined {
  if (url === undefined) return undefined
  const settings = readSettings(init, request)
  if (settings === undefined || isImpossible(settings.method, request, init)) return undefined
  const headers = init.headers === undefined ? request?.headers : init.headers
  const fields = headers === undefined ? noFields : readFields(headers)
  const isConditional = hasConditions(fields)
  const onward = readOnward(request, init, { settings, isConditional })
  // Fetch §4.5, HTTP-network-or-cache fetch, step 15: the caller has a cache of its own.
  const cacheMode = settings.cacheMode === 'default' && isConditional ? 'no-store' : settings.cacheMode
  // What the fetch underneath follows comes back as it is to be handed out.
  const redirect = onward.redirect === 'manual' ? settings.redirect : 'manual'
  return {
    url,
    method: settings.method,
    fields,
    cacheMode,
    overrides: init.overrides,
    redirect,
    signal: settings.signal,
    onward,
    ...firstHop,
  }
}

/** Fetch §5.4, Request constructor: a GET or HEAD has no body, and a Request's body is sent once. */
function isImpossible(method: string, request: Request | undefined, init: RequestInit): boolean {
  const body = init.body ?? null
  if (method === 'GET' || method === 'HEAD') return body !== null || (request?.body ?? null) !== null
  return body === null && request?.bodyUsed === true
}

function readOnward(
  request: Request | undefined,
  init: RequestInit,
  known: { readonly settings: Settings; readonly isConditional: boolean },
): Onward {
  const body = init.body ?? null
  const { cacheMode, redirect } = known.settings
  // Only the Request itself knows whether its body can be sent again.
  const isBodyHidden = body === null && request !== undefined && (request.body ?? null) !== null
  return new Onward({
    input: request,
    members:
      request === undefined ? foreignMembers(init) : { ...carriedMembers(request), ...foreignMembers(init) },
    body,
    cacheMode,
    isConditional: known.isConditional,
    redirect: isBodyHidden ? redirect : 'manual',
  })
}
