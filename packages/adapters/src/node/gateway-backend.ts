import { randomBytes } from 'node:crypto'
import { IncomingMessage } from 'node:http'
import type { Backend, BackendReply, FieldLines, ResponseHead } from '@cachechart/core'
import { forwardedFields, type HostPolicy } from './forwarded-fields.ts'
import { problemResponse, type Problem } from './problem.ts'
import { replyFields } from './reply-fields.ts'
import type { ForwardedPolicy } from './target-uri.ts'
import { trailerFields } from './trailer-fields.ts'

/** What a gateway's backend is made of. */
export interface GatewayBackendOptions {
  readonly upstream: Backend
  /** The origin's URL without path. */
  readonly originBase: string
  readonly forwarded: ForwardedPolicy
  readonly host: HostPolicy
  /** The cache's name, in `Via` and `Cache-Status`. */
  readonly name: string
}

const loopDetected: Problem = {
  status: 508,
  code: 'ERR_GATEWAY_LOOP',
  detail: 'The request came back to the gateway that had sent it.',
}

/**
 * Sends what misses the cache to the gateway's one origin, as a proxy has to: with Via, X-Forwarded-* and Host. A
 * request's `context` is the client's own message. Paths are put behind the origin, never resolved against it, so that
 * `//elsewhere` stays a path.
 */
export function gatewayBackend({ upstream, originBase, ...options }: GatewayBackendOptions): Backend {
  const { name, host } = options
  const originAuthority = originBase.slice(originBase.indexOf('://') + 3)
  // Pseudonyms repeat where gateways stand in a row; only this process knows its mark.
  const mark = randomBytes(6).toString('hex')
  const forwardedOptions = { ...options, originAuthority, pseudonym: name, mark }
  const replyOptions = { originBase, host, pseudonym: name }
  const rewritten = (fields: FieldLines): FieldLines => replyFields(fields, replyOptions)
  const forwarding = (tell: (head: ResponseHead) => void) => (head: ResponseHead) => {
    tell({ status: head.status, reason: head.reason, fields: rewritten(head.fields) })
  }
  const handedOn = (reply: BackendReply): BackendReply => ({
    status: reply.status,
    reason: reply.reason,
    fields: rewritten(reply.fields),
    body: reply.body,
    trailers: () => trailerFields(reply.fields, reply.trailers?.() ?? []),
  })

  return {
    send(request, signal) {
      const client = request.context instanceof IncomingMessage ? request.context : undefined
      const httpVersion = client?.httpVersion ?? '1.1'
      const clientAddress = client?.socket.remoteAddress
      const target = targetOf(request.url)
      const fields = forwardedFields(
        { ...request, url: target, httpVersion, clientAddress },
        forwardedOptions,
      )
      if (fields === 'loop') return loopReply(name)
      const url = originBase + target.slice(target.indexOf('/', target.indexOf('://') + 3))
      const { method, body, onStep, context } = request
      const onInformation = request.onInformation && forwarding(request.onInformation)
      const reply = upstream.send({ method, url, fields, body, onInformation, onStep, context }, signal)
      return 'then' in reply ? reply.then(handedOn) : handedOn(reply)
    },
  }
}

/** A client's target has a path. What a hook has put in its place may be any URL. */
const targetOf = (url: string): string => (/^https?:\/\/[^/?#]+\//.test(url) ? url : new URL(url).href)

const loopReply = (name: string): BackendReply => ({
  status: loopDetected.status,
  ...problemResponse(loopDetected, name),
})
