import { withoutFields, type BackendRequest } from '@cachechart/core'
import { isIP } from 'node:net'
import type { Dispatcher } from 'undici'
import { SendingBody } from './sending-body.ts'

/** Missing in undici's types: the name for TLS, which it would otherwise take from the Host field. */
interface TlsName {
  readonly servername?: string
}

/** How undici is asked to send a request, and the body that is on its way, if it is a stream. */
export interface DispatchPlan {
  readonly options: Dispatcher.DispatchOptions
  readonly body: SendingBody | undefined
}

/** Translates a request for undici. The path is what stands behind the authority, as it stands there: `//` included. */
export function dispatchOf(
  request: BackendRequest,
  timeouts: { readonly headersTimeout: number; readonly bodyTimeout: number },
): DispatchPlan {
  const { method, url, fields } = request
  const pathAt = endOfAuthority(url)
  const origin = url.slice(0, pathAt)
  const path = pathFrom(url, pathAt)
  const body = streamOf(request)
  const options: Dispatcher.DispatchOptions & TlsName = {
    ...timeouts,
    ...tlsName(origin),
    origin,
    path,
    method,
    headers: withoutFields(fields, ownFields) as string[], // undici only reads it
    // Missing in undici's types: an async iterable, which it reads as its documentation says.
    body: (body ?? bytesOf(request)) as Exclude<Dispatcher.DispatchOptions['body'], undefined>,
  }
  return { options, body }
}

function endOfAuthority(url: string): number {
  const at = url.slice(url.indexOf('//') + 2).search(/[/?#]/)
  return at < 0 ? url.length : url.indexOf('//') + 2 + at
}

function pathFrom(url: string, start: number): string {
  const fragment = url.indexOf('#', start)
  const path = url.slice(start, fragment < 0 ? url.length : fragment)
  return path.startsWith('/') ? path : `/${path}`
}

function tlsName(origin: string): TlsName {
  if (!origin.startsWith('https:')) return {}
  const host = origin.slice('https://'.length).replace(/:\d*$/, '')
  return isIP(host) === 0 && !host.startsWith('[') ? { servername: host } : {}
}

const streamOf = ({ body }: BackendRequest): SendingBody | undefined =>
  body === null || body instanceof Uint8Array ? undefined : new SendingBody(body)

const bytesOf = ({ body }: BackendRequest): Uint8Array | null =>
  body instanceof Uint8Array && body.length > 0 ? body : null

/** What belongs to a connection, which undici manages itself, and `Expect`, whose answer it cannot await. */
const ownFields = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
])
