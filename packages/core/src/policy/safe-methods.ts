/**
 * RFC 9110 §9.2.1, and the others that the IANA registry of methods calls safe. A method that is not known counts as unsafe
 * (RFC 9111 §4.4).
 */
// prettier-ignore
const safeMethods = new Set([
  'GET', 'HEAD', 'OPTIONS', 'PRI', 'PROPFIND', 'QUERY', 'REPORT', 'SEARCH', 'TRACE',
])

/** Whether a request with this method changes nothing at the origin. */
export function isSafeMethod(method: string): boolean {
  return safeMethods.has(method)
}
