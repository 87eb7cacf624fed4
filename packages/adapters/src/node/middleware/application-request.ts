import type { IncomingMessage } from 'node:http'
import type { FieldLines } from '@cachechart/core'
import type { CapturedResponse } from './captured-response.ts'
import { requestSocket } from './application-sockets.ts'

/** Fields of one connection (RFC 9110 §7.6.1). The application is at the end of the client's: it is told of them. */
const connectionFields = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade'],
])

/** What the application is asked by the cache. */
export interface Asked {
  readonly method: string
  readonly fields: FieldLines
}

/**
 * Shows the application the request that the cache sends: without the client's conditions, as what it answers is judged by
 * the cache's own, and with all that hooks have changed. What it returns gives the client's request back.
 */
export function showRequest(request: IncomingMessage, asked: Asked, captured: CapturedResponse): () => void {
  const { method, socket } = request
  request.method = asked.method
  request.socket = requestSocket(socket, captured)
  const restoreFields = isSame(request.rawHeaders, asked.fields) ? nothing : showFields(request, asked.fields)
  return () => {
    if (method === undefined) delete request.method
    else request.method = method
    request.socket = socket
    restoreFields()
  }
}

const nothing = (): void => undefined

/** Whether the lines are those of the client, without what is only about its connection. */
function isSame(client: FieldLines, asked: FieldLines): boolean {
  let next = 0
  for (let index = 0; index + 1 < client.length; index += 2) {
    if (client[index] === asked[next] && client[index + 1] === asked[next + 1]) next += 2
    else if (!connectionFields.has((client[index] ?? '').toLowerCase())) return false
  }
  return next === asked.length
}

function showFields(request: IncomingMessage, asked: FieldLines): () => void {
  const { rawHeaders, headers, headersDistinct } = request
  const shown = withConnectionFields(asked, rawHeaders)
  const distinct = distinctFields(shown)
  request.rawHeaders = shown
  request.headersDistinct = distinct
  request.headers = changedHeaders(headers, distinct, headersDistinct)
  return () => {
    request.rawHeaders = rawHeaders
    request.headersDistinct = headersDistinct
    request.headers = headers
  }
}

/** The cache has taken off what may not be forwarded; nothing is forwarded here. */
function withConnectionFields(asked: FieldLines, client: FieldLines): string[] {
  const lines = [...asked]
  for (let index = 0; index + 1 < client.length; index += 2) {
    const name = client[index] ?? ''
    if (connectionFields.has(name.toLowerCase())) lines.push(name, client[index + 1] ?? '')
  }
  return lines
}

type Distinct = NodeJS.Dict<string[]>

function distinctFields(lines: FieldLines): Distinct {
  // Without a prototype, as node:http's own: a field may be called `constructor`.
  const distinct = Object.create(null) as Distinct // nothing is in it yet
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const name = (lines[index] ?? '').toLowerCase()
    const values = (distinct[name] ??= [])
    values.push(lines[index + 1] ?? '')
  }
  return distinct
}

/** node:http joins lines of a name in ways of its own: what has not changed is as it was. */
function changedHeaders(
  headers: IncomingMessage['headers'],
  shown: Distinct,
  before: Distinct,
): IncomingMessage['headers'] {
  const changed: IncomingMessage['headers'] = {}
  for (const [name, values = []] of Object.entries(shown)) {
    const known = headers[name]
    const isKnown = known !== undefined && String(before[name]) === String(values)
    changed[name] = isKnown ? known : values.join(', ')
  }
  return changed
}
