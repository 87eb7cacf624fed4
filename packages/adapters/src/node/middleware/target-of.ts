import type { IncomingMessage } from 'node:http'
import { createTargetReader } from '../target-uri.ts'
import type { CacheMiddlewareOptions } from './middleware-options.ts'

/** For HTTP/1.0 requests without Host: no client can name it. RFC 6761 §6.4 */
const unnamed = 'unnamed.invalid'

/**
 * Reads the target URI of a request, whole, wherever in the application the middleware stands: routers take their own
 * part off `url`, and leave what came in `originalUrl`. `undefined` where the request has none: what it gets is then
 * the application's affair alone.
 */
export function createTargetOf(
  forwarded: NonNullable<CacheMiddlewareOptions['forwarded']>,
): (request: IncomingMessage) => string | undefined {
  const read = createTargetReader({
    forwarded: forwarded === 'trust' ? 'append' : 'replace',
    defaultAuthority: unnamed,
  })
  const readOriginal = (request: IncomingMessage, originalUrl: string): ReturnType<typeof read> => {
    const { url } = request
    request.url = originalUrl
    try {
      return read(request)
    } finally {
      if (url !== undefined) request.url = url
    }
  }
  return (request) => {
    const original = originalUrlOf(request)
    const target = original === request.url ? read(request) : readOriginal(request, original)
    return typeof target === 'string' ? target : undefined
  }
}

/** What came on the wire. */
export function originalUrlOf(request: IncomingMessage): string {
  const original: unknown = 'originalUrl' in request ? request.originalUrl : undefined
  return typeof original === 'string' ? original : (request.url ?? '')
}
