import type { ServerResponse } from 'node:http'

/** Answers with a value as JSON. Nobody may store it: it says how things are just now. */
export function answerJson(response: ServerResponse, value: unknown): void {
  const body = Buffer.from(`${JSON.stringify(value)}\n`)
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  })
  response.end(body)
}
