/**
 * The URL as the cache's key: absolute, serialised, without fragment; `undefined` where the cache has no part in it
 * (another scheme, credentials, not a URL at all).
 */
export function parseTarget(input: string): string | undefined {
  const url = URL.parse(input)
  if (url === null) return undefined
  const { href } = url
  if (!href.startsWith('http://') && !href.startsWith('https://')) return undefined
  // Fetch §5.4, Request constructor: a URL that includes credentials is a TypeError, for the fetch underneath to throw.
  if (href.includes('@') && (url.username !== '' || url.password !== '')) return undefined
  const fragment = href.indexOf('#')
  return fragment < 0 ? href : href.slice(0, fragment)
}
