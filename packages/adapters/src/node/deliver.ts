import type { ServerResponse } from 'node:http'
import { hasField, withoutFields, type CacheResponse, type FieldLines } from '@cachechart/core'

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
  const fields = framedFields(response, reply, trailers)
  response.writeHead(reply.status, reply.reason, fields as string[]) // node:http only reads it
}

/** The fields, with a Content-Length where the length is known, or else those that announce trailers. */
function framedFields(response: ServerResponse, reply: CacheResponse, trailers: FieldLines): FieldLines {
  const { status, fields, source } = reply
  const { bytes, length } = reply.body
  if (status === 204) return withoutFields(fields, framing)
  if (hasNoContent(response, status) || hasField(fields, 'content-length')) return unannounced(fields)
  const mayTrail = source === 'origin' && response.req.httpVersion === '1.1'
  // A body of known length needs no chunks around it, unless for its trailers.
  if (mayTrail && (bytes === undefined ? length === undefined : trailers.length > 0)) return fields
  const plain = unannounced(fields)
  return length === undefined ? plain : [...plain, 'Content-Length', String(length)]
}

/** RFC 9110 §8.6: no Content-Length in a 204, whatever the origin has sent. */
const framing = new Set(['content-length', 'trailer'])

const announcement = new Set(['trailer'])

/** RFC 9110 §6.6.2: Trailer says what will follow, and without chunks nothing can; nor are trailers stored. */
const unannounced = (fields: FieldLines): FieldLines =>
  hasField(fields, 'trailer') ? withoutFields(fields, announcement) : fields

/** RFC 9110 §8.6: in a 304 or an answer to HEAD, Content-Length would be another body's. */
const hasNoContent = (response: ServerResponse, status: number): boolean =>
  status === 304 || response.req.method === 'HEAD'

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
    uncork(response)
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
    uncork(response)
  })
}

/** node:http would write the end of a chunked body before the chunks that it holds back. */
function uncork(response: ServerResponse): void {
  if (response.writableCorked > 0) response.uncork()
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

/** Every HTTP/1.1 client can read trailers (RFC 9112 §7.1.2); where the body is not chunked there is no place for them. */
function addTrailers(response: ServerResponse, trailers: FieldLines): void {
  if (trailers.length === 0 || !response.chunkedEncoding) return
  const lines: [string, string][] = []
  for (let index = 0; index < trailers.length; index += 2) {
    lines.push([trailers[index] ?? '', trailers[index + 1] ?? ''])
  }
  response.addTrailers(lines)
}

function breakOff(response: ServerResponse): void {
  const { socket } = response
  if (socket === null) {
    // It waits for those before it on its connection, which are to be whole. Node forgets what is destroyed meanwhile.
    response.once('socket', () => {
      breakOff(response)
    })
    return
  }
  // The head may still wait for a first piece: nothing at all would be no answer.
  uncork(response)
  // An HTTP/1.0 body ends with its connection: only a reset says that it has not ended.
  if (response.req.httpVersion === '1.0' && !('encrypted' in socket)) socket.resetAndDestroy()
  else response.destroy()
}
