import type { HandlerCall } from './handler-call.ts'

/**
 * Whether the cache has a part in a request. A connection that becomes another is between client and handler, who want
 * the platform's own Request for it; and HTTP alone says what may be stored.
 */
export const isForCache = ({ url, request }: HandlerCall): boolean =>
  url.startsWith('http') && request.headers.get('upgrade')?.toLowerCase() !== 'websocket'
