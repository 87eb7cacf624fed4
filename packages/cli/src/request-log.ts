import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { printable } from './printable.ts'

/** A request that has come to its end. */
export interface FinishedRequest {
  readonly time: Date
  readonly method: string
  readonly url: string
  readonly status: number
  /** What `Cache-Status` said; `undefined` where there was none. */
  readonly cacheStatus: string | undefined
  readonly milliseconds: number
  /** `aborted`: the client left, or the connection broke, before the whole response was out. */
  readonly end: 'complete' | 'aborted'
}

/** Tells of each request of a server when it has come to its end. */
export function watchRequests(server: Server, tell: (finished: FinishedRequest) => void): void {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const began = performance.now()
    const { method = '', url = '' } = request
    response.once('close', () => {
      tell({
        time: new Date(),
        method,
        url,
        status: response.statusCode,
        cacheStatus: cacheStatusOf(response),
        milliseconds: Math.round((performance.now() - began) * 100) / 100,
        end: response.writableFinished ? 'complete' : 'aborted',
      })
    })
  })
}

/** One JSON object on one line. */
export function jsonLine({ cacheStatus, milliseconds, end, ...known }: FinishedRequest): string {
  return `${JSON.stringify({ ...known, cacheStatus: cacheStatus ?? null, ms: milliseconds, end })}\n`
}

/** A line for a person. */
export function plainLine({
  time,
  method,
  url,
  status,
  cacheStatus,
  milliseconds,
  end,
}: FinishedRequest): string {
  const how = [
    cacheStatus ?? 'no Cache-Status',
    `${milliseconds} ms`,
    ...(end === 'aborted' ? ['aborted'] : []),
  ]
  // A client chooses its URL.
  return `${printable(`${time.toISOString()} ${method} ${url} ${status} (${how.join(', ')})`)}\n`
}

/** The gateway writes its heads as field lines: of these node:http keeps the text alone. */
function cacheStatusOf(response: ServerResponse): string | undefined {
  const head: unknown = Reflect.get(response, '_header')
  return typeof head === 'string' ? /^cache-status: (.*)\r$/im.exec(head)?.[1] : undefined
}
