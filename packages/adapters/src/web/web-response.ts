import type { PendingRequest, Recipient } from '@cachechart/core'
import { awaitReply } from '../fetch-standard/await-reply.ts'
import { toPairs } from '../fetch-standard/field-lines.ts'
import { buildResponse } from './build-response.ts'

/** What may be said of a Response that is made of a pending request. */
export interface WebResponseOptions {
  /** The client's: when it is aborted the request is cancelled, and what `sendTo` returned rejects with its reason. */
  readonly signal?: AbortSignal
  /** The cache's name in the `Cache-Status` of a problem (RFC 9211): a token. Default `cachechart`. */
  readonly name?: string
}

/**
 * A Response of the Fetch standard as the recipient of a pending request, which may be handed over before anything is
 * known of its outcome. What `sendTo` returns resolves with the Response; an error is a problem (RFC 9457), on which the
 * header operations for `error` and `any` count.
 *
 * @example
 * const backend = { send: () => ({ status: 200, reason: 'OK', fields: [], body: new TextEncoder().encode('hello') }) }
 * const cache = createCache({ store: memoryStore(), backend })
 * const handler = (request: Request) => {
 *   const pending = cache.send({ method: request.method, url: request.url, fields: [] })
 *   pending.setResponseHeader('X-Served-By', 'front')
 *   return pending.sendTo(webResponse({ signal: request.signal }))
 * }
 * const response = await handler(new Request('http://example.com/'))
 * console.log(response.headers.get('x-served-by'), await response.text()) // 'front', 'hello'
 */
export function webResponse(options: WebResponseOptions = {}): Recipient<Promise<Response>> {
  const { signal = null, name = 'cachechart' } = options
  return {
    async accept(pending) {
      try {
        return buildResponse(await awaitReply(pending, { signal, toCallerError: (error) => error }))
      } catch (error) {
        if (signal?.aborted === true) throw error
        return problem(pending, error, name)
      }
    },
  }
}

/** What lies behind the cache stays there: a client is told what kind of error it was. */
function problem(pending: PendingRequest, error: unknown, name: string): Response {
  const { status, code } = kindOf(error)
  const body = JSON.stringify({ type: 'about:blank', status, detail: 'There is no response.', code })
  const fields = pending.errorFields([
    ...['Content-Type', 'application/problem+json', 'Cache-Control', 'no-store'],
    ...['Cache-Status', `${name}; detail=${code}`],
  ])
  return new Response(`${body}\n`, { status, headers: toPairs(fields) })
}

/** RFC 9110 §15.6: an error of the cache's says what a gateway answers with; any other is an internal one. */
function kindOf(error: unknown): { readonly status: number; readonly code: string } {
  if (typeof error !== 'object' || error === null) return internal
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code === undefined || !/^ERR_[A-Z_]+$/.test(code)) return internal
  if (status !== undefined && status >= 400 && status <= 599) return { status, code }
  return { status: code.startsWith('ERR_STORE') ? 503 : 500, code }
}

const internal = { status: 500, code: 'ERR_INTERNAL' }
