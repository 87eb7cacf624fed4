/** The target URI of a Request: its URL has a fragment where the one that it was made of had. RFC 9110 §7.1. */
export function withoutFragment(url: string): string {
  const fragment = url.indexOf('#')
  return fragment === -1 ? url : url.slice(0, fragment)
}
