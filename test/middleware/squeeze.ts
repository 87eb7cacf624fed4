import type { IncomingMessage, ServerResponse } from 'node:http'
import { createGzip } from 'node:zlib'

type Method = (...parameters: unknown[]) => unknown

/** A method of the response as it is now, whatever takes its place later. */
function methodOf(response: ServerResponse, name: keyof ServerResponse): Method {
  const method = response[name] as Method // it is asked for methods alone
  return (...parameters) => Reflect.apply(method, response, parameters)
}

/**
 * What `compression` for Express does to a response, and by the same means: it puts other methods in place of the
 * response's own, and writes what they were given later, with the old ones.
 */
export function squeeze(_request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const [write, end, on, writeHead] = (['write', 'end', 'on', 'writeHead'] as const).map((name) =>
    methodOf(response, name),
  ) as [Method, Method, Method, Method] // one for each name
  const gzip = createGzip()
  const squeezed: Readonly<Record<'write' | 'end' | 'on' | 'writeHead', Method>> = {
    writeHead(status, ...others) {
      setAll(response, others.at(-1))
      response.removeHeader('Content-Length')
      response.setHeader('Content-Encoding', 'gzip')
      response.appendHeader('Vary', 'Accept-Encoding')
      return writeHead(status)
    },
    write(chunk) {
      if (!response.headersSent) response.writeHead(response.statusCode)
      return gzip.write(chunk)
    },
    end(chunk) {
      if (!response.headersSent) response.writeHead(response.statusCode)
      if (chunk === undefined || chunk === null) gzip.end()
      else gzip.end(chunk, 'latin1')
      return response
    },
    on(event, listener) {
      if (event === 'drain')
        gzip.on('drain', listener as () => void) // as it is for streams
      else on(event, listener)
      return response
    },
  }
  Object.assign(response, squeezed)
  gzip.on('data', (chunk: Uint8Array) => {
    if (write(chunk) === false) gzip.pause()
  })
  gzip.on('end', () => end())
  on('drain', () => gzip.resume())
  next()
}

function setAll(response: ServerResponse, fields: unknown): void {
  if (Array.isArray(fields)) {
    for (let index = 0; index < fields.length; index += 2)
      response.setHeader(String(fields[index]), String(fields[index + 1]))
  } else if (typeof fields === 'object' && fields !== null) {
    for (const [name, value] of Object.entries(fields)) response.setHeader(name, String(value))
  }
}
