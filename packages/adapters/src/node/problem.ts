import { STATUS_CODES } from 'node:http'
import type { FieldLines } from '@cachechart/core'

/** An answer that the gateway makes itself, because it has no other. */
export interface Problem {
  readonly status: number
  readonly code: string
  /** For the client's eyes: nothing of what lies behind the gateway. */
  readonly detail: string
  /** Fields that belong to the status, such as `Allow` to 405. */
  readonly fields?: FieldLines
}

/** A problem as a response: reason, field lines and body (RFC 9457). */
export interface ProblemResponse {
  readonly reason: string
  readonly fields: FieldLines
  readonly body: Uint8Array
}

/** @param name the cache's name in `Cache-Status` (RFC 9211 §2.8: `detail` is the place for a cache's own words) */
export function problemResponse(problem: Problem, name: string): ProblemResponse {
  const { status, code, detail, fields: ofStatus = [] } = problem
  const reason = STATUS_CODES[status] ?? ''
  const body = Buffer.from(
    `${JSON.stringify({ type: 'about:blank', title: reason, status, detail, code })}\n`,
  )
  const fields = [
    ...['Content-Type', 'application/problem+json'],
    ...['Content-Length', String(body.length)],
    ...['Cache-Control', 'no-store'],
    ...['Cache-Status', `${name}; detail=${code}`],
    ...ofStatus,
  ]
  return { reason, fields, body }
}

/** A problem as the bytes of a last HTTP/1.1 response on a connection, for where there is no `ServerResponse`. */
export function problemMessage(problem: Problem, name: string): Buffer {
  const { reason, fields, body } = problemResponse(problem, name)
  const lines = [`HTTP/1.1 ${problem.status} ${reason}`]
  for (let index = 0; index < fields.length; index += 2) lines.push(`${fields[index]}: ${fields[index + 1]}`)
  lines.push(`Date: ${new Date().toUTCString()}`, 'Connection: close', '', '')
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body])
}
