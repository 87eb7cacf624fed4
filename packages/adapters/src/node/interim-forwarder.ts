import {
  STATUS_CODES,
  validateHeaderName,
  validateHeaderValue,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { BackendError, type CacheRequest, type ResponseHead } from '@cachechart/core'

/**
 * What tells a client of interim responses; `undefined` for a client that cannot read them (RFC 9110 §15.2: none may be
 * sent to HTTP/1.0). Node's own methods know two statuses and few fields, so the heads are written to the connection
 * itself, which carries nothing of this response before its final head.
 */
export function interimForwarder(
  { httpVersion }: IncomingMessage,
  response: ServerResponse,
): CacheRequest['onInformation'] {
  if (httpVersion !== '1.1') return undefined
  return (head) => {
    if (response.headersSent) return
    const message = interimMessage(head)
    const { socket } = response
    if (socket === null) hold(response, message)
    // They are news, and a client that is slow to take them needs no heap of old ones.
    else if (socket.writable && !socket.writableNeedDrain) socket.write(message, 'latin1')
  }
}

/** Nothing follows an interim head, so nothing may be announced: RFC 9110 §8.6 and §15.2, RFC 9112 §6.1. */
const announcements = new Set(['content-length', 'transfer-encoding', 'trailer'])

/** The head as it is written. Throws, as node:http would, when a line is not one line of HTTP. */
function interimMessage({ status, reason, fields }: ResponseHead): string {
  if (!Number.isInteger(status) || status < 102 || status > 199)
    throw new BackendError('ERR_BACKEND_PROTOCOL', `an interim status is 102 to 199; seen: ${status}`)
  const phrase = reason === '' ? (STATUS_CODES[status] ?? '') : reason
  validateHeaderValue('reason', phrase)
  let message = `HTTP/1.1 ${status} ${phrase}\r\n`
  for (let index = 0; index < fields.length; index += 2) {
    const name = fields[index] ?? ''
    const value = fields[index + 1] ?? ''
    if (announcements.has(name.toLowerCase())) continue
    validateHeaderName(name)
    validateHeaderValue(name, value)
    message += `${name}: ${value}\r\n`
  }
  return `${message}\r\n`
}

/** In characters. */
const heldLimit = 16 * 1024

const held = new WeakMap<ServerResponse, string>()

/** A pipelined request's response has no connection while those before it have it. Its interim heads wait, a few of them. */
function hold(response: ServerResponse, message: string): void {
  const before = held.get(response)
  if (before === undefined) {
    response.once('socket', (socket: Socket) => {
      // Node emits this before it writes what the response itself has gathered meanwhile.
      socket.write(held.get(response) ?? '', 'latin1')
    })
  }
  if (before === undefined || before.length + message.length <= heldLimit)
    held.set(response, (before ?? '') + message)
}
