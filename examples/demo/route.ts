import type { IncomingMessage, ServerResponse } from 'node:http'

/** One address of the demonstration origin. */
export interface Route {
  readonly about: string
  answer(request: IncomingMessage, response: ServerResponse): void | Promise<void>
}

interface Message {
  readonly status?: number
  readonly fields: Readonly<Record<string, string>>
  readonly body: string
}

/** Answers with a text; without one where the client has it already (RFC 9110 §13.1.2). */
export function send(request: IncomingMessage, response: ServerResponse, message: Message): void {
  const { status = 200, fields, body } = message
  if (fields['ETag'] !== undefined && request.headers['if-none-match'] === fields['ETag']) {
    response.writeHead(304, fields).end()
    return
  }
  const length = Buffer.byteLength(body)
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    ...fields,
    'Content-Length': length,
  })
  response.end(body)
}
