import { fieldValue, withoutFields, type Overrides, type ResponseHead } from '@cachechart/core'
import type { FetchCall, RequestBody } from './fetch-call.ts'
import { networkError } from './network-error.ts'

/** What to do with a response: hand it out, report a network error, or ask elsewhere. */
export type RedirectVerdict =
  | { readonly type: 'respond' }
  | { readonly type: 'fail'; readonly error: TypeError }
  | { readonly type: 'follow'; readonly call: FetchCall }

const respond: RedirectVerdict = { type: 'respond' }
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const mostRedirects = 20
const bodyFields: ReadonlySet<string> = new Set([
  ...['content-encoding', 'content-language', 'content-length', 'content-location', 'content-type'],
])
/** What was meant for one origin only; Cookie and Host are the browser's own there, a caller's in Node. */
const originFields: ReadonlySet<string> = new Set(['authorization', 'cookie', 'host', 'proxy-authorization'])

/** Fetch §4.3 (HTTP fetch, step 8) and §4.4 (HTTP-redirect fetch). */
export function decideRedirect(call: FetchCall, response: ResponseHead): RedirectVerdict {
  if (!redirectStatuses.has(response.status)) return respond
  if (call.redirect === 'manual') return respond
  if (call.redirect === 'error') return fail('unexpected redirect')
  const location = fieldValue(response.fields, 'location')
  if (location === null) return respond
  try {
    return decideTarget(call, response.status, new URL(decodeLocation(location), call.url))
  } catch (error) {
    return { type: 'fail', error: networkError(error) } // step 5: it is not a URL
  }
}

/** Steps 6 to 10. The reasons are in the words of the undici in Node. */
function decideTarget(call: FetchCall, status: number, target: URL): RedirectVerdict {
  const { protocol, username, password } = target
  if (protocol !== 'http:' && protocol !== 'https:') return fail('URL scheme must be a HTTP(S) scheme')
  if (call.redirects >= mostRedirects) return fail('redirect count exceeded')
  if (username !== '' || password !== '') return fail('cross origin not allowed for request mode "cors"')
  return follow(call, status, target)
}

const fail = (reason: string): RedirectVerdict => ({ type: 'fail', error: networkError(new Error(reason)) })

function follow(call: FetchCall, status: number, target: URL): RedirectVerdict {
  const isElsewhere = target.origin !== new URL(call.url).origin
  const { mode } = call.onward.members
  if (isElsewhere && mode === 'same-origin') return fail('request mode cannot be "same-origin"')
  const { body } = call.onward
  if (status !== 303 && body !== null && !isReplayable(body))
    return fail('a body that is a stream is sent once')
  const becomesGet = isRewritten(call.method, status)
  const fields = isElsewhere ? withoutFields(call.fields, originFields) : call.fields
  target.hash = ''
  return {
    type: 'follow',
    call: {
      ...call,
      url: target.href,
      redirects: call.redirects + 1,
      isTainted: call.isTainted || isElsewhere,
      overrides: withoutKey(call.overrides),
      method: becomesGet ? 'GET' : call.method,
      fields: becomesGet ? withoutFields(fields, bodyFields) : fields,
      onward: call.onward.redirected(becomesGet ? null : body),
    },
  }
}

/** A key is for one URL. */
function withoutKey(overrides: Overrides | undefined): Overrides | undefined {
  if (overrides?.cacheKey === undefined) return overrides
  const { cacheKey: _ofTheFirst, ...others } = overrides
  return others
}

/** A Location is ASCII; what is not is taken for UTF-8, as browsers do. */
function decodeLocation(location: string): string {
  if (/^[\0-\x7f]*$/.test(location)) return location
  return new TextDecoder().decode(Uint8Array.from(location, (character) => character.charCodeAt(0)))
}

/** Step 12: a 303 is answered by a GET, and so, as browsers always did it, are 301 and 302 after a POST. */
function isRewritten(method: string, status: number): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD'
  return (status === 301 || status === 302) && method === 'POST'
}

/** Step 11: a body whose source is not known any more cannot be sent again. */
function isReplayable(body: RequestBody): boolean {
  return typeof body !== 'object' || !(Symbol.asyncIterator in body || body instanceof ReadableStream)
}
