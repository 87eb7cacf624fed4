import type { Cache, CacheMode, CacheResponse, Overrides, PendingRequest } from '@cachechart/core'
import { awaitReply } from '../fetch-standard/await-reply.ts'
import { buildResponse } from './build-response.ts'
import { toCallerError } from './caller-error.ts'
import { decideRedirect } from './decide-redirect.ts'
import type { FetchCall } from './fetch-call.ts'
import { networkError } from './network-error.ts'
import { NotStoredError } from './not-stored-error.ts'

/** One object for each mode, which the cache may remember: a call makes none. The default says nothing. */
const ofMode: { readonly [Mode in CacheMode]: Overrides | undefined } = {
  default: undefined,
  'no-store': Object.freeze({ cacheMode: 'no-store' }),
  reload: Object.freeze({ cacheMode: 'reload' }),
  'no-cache': Object.freeze({ cacheMode: 'no-cache' }),
  'force-cache': Object.freeze({ cacheMode: 'force-cache' }),
  'only-if-cached': Object.freeze({ cacheMode: 'only-if-cached' }),
}

/** Asks the cache, once for each hop of a redirect: as in browsers, each is stored by itself. Fetch §4.4. */
export async function exchange(cache: Cache, first: FetchCall): Promise<Response> {
  let call = first
  for (;;) {
    if (call.signal?.aborted === true) throw call.signal.reason
    const pending = send(cache, call)
    // A hit is there already, and waits for nothing.
    const reply = poll(pending) ?? (await awaitReply(pending, { signal: call.signal, toCallerError }))
    const verdict = decideRedirect(call, reply)
    if (verdict.type === 'respond') return respond(call, reply)
    reply.body.cancel()
    if (verdict.type === 'fail') throw verdict.error
    call = verdict.call
  }
}

/** `onInformation` says that somebody waits for the response, who cannot leave before its head is there. */
function send(cache: Cache, call: FetchCall): PendingRequest {
  const { method, url, fields, onward, cacheMode, signal, overrides } = call
  const mode = ofMode[cacheMode]
  const isUntied = signal === null && onward.input === undefined && overrides === undefined
  return cache.send(
    { method, url, fields, context: onward, onInformation: isUntied ? ignore : undefined },
    overrides === undefined ? mode : { ...overrides, ...mode },
  )
}

const ignore = (): void => undefined

function poll(pending: PendingRequest): CacheResponse | undefined {
  try {
    return pending.poll()
  } catch (error) {
    throw toCallerError(error)
  }
}

function respond(call: FetchCall, reply: CacheResponse): Response {
  // Fetch §4.5, HTTP-network-or-cache fetch: with nothing stored, `only-if-cached` is a network error.
  if (call.cacheMode === 'only-if-cached' && reply.source === 'cache') {
    throw networkError(new NotStoredError(`nothing that may be used is stored for ${call.url}`))
  }
  return buildResponse(call, reply)
}
