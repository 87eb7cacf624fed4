import type { ServerResponse } from 'node:http'
import { hasField, type CacheResponse, type FieldLines } from '@cachechart/core'

/**
 * Hands a response of the cache over to a client: at once when its body is at hand, else piece by piece.
 * Throws when the head cannot be written; nothing has been sent then.
 */
export function deliver(response: ServerResponse, reply: CacheResponse): void {
  const { bytes } = reply.body
  const trailers = bytes === undefined ? noTrailers : reply.trailers()
  writeHead(response, reply, trailers)
  if (bytes === undefined) {
    void deliverStream(response, reply)
    return
  }
  if (trailers.length > 0) addTrailers(response, trailers)
  endWith(response, bytes)
}

/** Up to this size a copy costs less than a second buffer in the write. Measured with node:http. */
const smallBody = 4 * 1024

/** As latin1 text, which is bytes, a small body leaves in one piece with the head; node:http writes a buffer apart. */
function endWith(response: ServerResponse, bytes: Uint8Array): void {
  if (bytes.length > smallBody || bytes.length === 0) response.end(bytes)
  else response.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'), 'latin1')
}

const noTrailers: FieldLines = []

function writeHead(response: ServerResponse, reply: CacheResponse, trailers: FieldLines): void {
  const { status, reason, fields, body } = reply
  const { length } = body
  // A body of known length needs no chunks around it, unless for its trailers.
  const complete =
    length === undefined ||
    trailers.length > 0 ||
    hasNoContent(response, status) ||
    hasField(fields, 'content-length')
      ? fields
      : [...fields, 'Content-Length', String(length)]
  response.writeHead(status, reason, complete as string[]) // node:http only reads it
}

/** RFC 9110 §8.6: no Content-Length in a 204; in a 304 or an answer to HEAD it would be another body's. */
const hasNoContent = (response: ServerResponse, status: number): boolean =>
  status === 204 || status === 304 || response.req.method === 'HEAD'

async function deliverStream(response: ServerResponse, reply: CacheResponse): Promise<void> {
  response.once('close', () => {
    if (!response.writableFinished) reply.body.cancel()
  })
  flushSoon(response)
  try {
    for await (const chunk of reply.body) {
      if (response.destroyed) break
      if (!response.write(chunk)) await roomOrEnd(response)
    }
    if (response.destroyed) return
    addTrailers(response, reply.trailers())
    response.end()
  } catch {
    // The transaction knows the error. The client must see that the message is broken, not a shorter one.
    breakOff(response)
  }
}

/** The head leaves with the first piece of the body if that is there, and does not wait for one that comes later. */
function flushSoon(response: ServerResponse): void {
  response.cork()
  response.flushHeaders()
  process.nextTick(() => {
    response.uncork()
  })
}

/** Waits until the client has taken what was written, or is gone. */
function roomOrEnd(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle).off('close', settle)
      resolve()
    }
    response.on('drain', settle).on('close', settle)
  })
}

/** RFC 9110 §6.5.1: what frames, routes, authenticates or describes the content has no place behind it. */
const neverTrailers = new Set([
  ...['transfer-encoding', 'content-length', 'trailer', 'connection', 'keep-alive', 'upgrade', 'te', 'host'],
  ...[
    'authorization',
    'proxy-authenticate',
    'www-authenticate',
    'set-cookie',
    'location',
    'date',
    'expires',
    'age',
  ],
  ...[
    'cache-control',
    'vary',
    'content-encoding',
    'content-type',
    'content-range',
    'retry-after',
    'warning',
    'via',
  ],
])

/** Every HTTP/1.1 client can read trailers (RFC 9112 §7.1.2); where the body is not chunked there is no place for them. */
function addTrailers(response: ServerResponse, trailers: FieldLines): void {
  if (trailers.length === 0 || !response.chunkedEncoding) return
  const lines: [string, string][] = []
  for (let index = 0; index < trailers.length; index += 2) {
    const name = trailers[index] ?? ''
    if (!neverTrailers.has(name.toLowerCase())) lines.push([name, trailers[index + 1] ?? ''])
  }
  response.addTrailers(lines)
}

function breakOff(response: ServerResponse): void {
  const { socket } = response
  // An HTTP/1.0 body ends with its connection: only a reset says that it has not ended.
  if (response.req.httpVersion === '1.0' && socket !== null && !('encrypted' in socket))
    socket.resetAndDestroy()
  else response.destroy()
}
