import type { RequestHead } from '../http/message.ts'

/** The key under which responses for a target URI are kept. RFC 9111 §2, §4. */
export function cacheKeyOfUri(uri: string): string {
  // RFC 9110 §7.1: the target URI excludes the fragment.
  const fragment = uri.indexOf('#')
  return fragment < 0 ? uri : uri.slice(0, fragment)
}

/** The key for a request: GET and HEAD share one. */
export function cacheKeyOf(request: RequestHead): string {
  return cacheKeyOfUri(request.url)
}
