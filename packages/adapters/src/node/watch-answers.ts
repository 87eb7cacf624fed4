import type { IncomingMessage, ServerResponse } from 'node:http'
import { fieldValue, type FieldLines, type Millis } from '@cachechart/core'

/** A request that has come to its end. */
export interface GatewayAnswer {
  readonly method: string
  /** The request target as it came. */
  readonly target: string
  readonly status: number
  /** What `Cache-Status` says (RFC 9211); `undefined` where there is none. */
  readonly cacheStatus: string | undefined
  /** From the request's arrival to the response's end. */
  readonly duration: Millis
  /** `aborted`: the client left, or the connection broke, before the whole response was out. */
  readonly end: 'complete' | 'aborted'
}

/** Follows requests to their end, for whoever wants to be told. */
export interface AnswerWatch {
  begin(request: IncomingMessage, response: ServerResponse): void
  /** The head that is about to be sent: node:http keeps only its text. */
  head(response: ServerResponse, fields: FieldLines): void
}

export function watchAnswers(tell: (answer: GatewayAnswer) => void): AnswerWatch {
  const heads = new WeakMap<ServerResponse, FieldLines>()
  return {
    begin(request, response) {
      const began = performance.now()
      response.once('close', () => {
        const fields = heads.get(response)
        tell({
          method: request.method ?? '',
          target: request.url ?? '',
          status: response.statusCode,
          cacheStatus: (fields && fieldValue(fields, 'cache-status')) ?? undefined,
          duration: performance.now() - began,
          end: response.writableFinished ? 'complete' : 'aborted',
        })
      })
    },
    head(response, fields) {
      heads.set(response, fields)
    },
  }
}
