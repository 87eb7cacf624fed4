import { fieldValue, type CacheOptions, type Overrides, type RequestHead } from '@cachechart/core'

/** Makes the overrides of a request; `undefined` where it needs none. */
export type HostKey = (request: RequestHead) => Overrides | undefined

/**
 * A request whose Host is not that of its origin is for another resource than one without (RFC 9110 §7.2), and yet not
 * for the one at that host: whoever may write a Host field has no say in what others get from there. Such a request has
 * a key of its own, made of both, unless its key is given.
 */
export function hostKeyOf({ overrides, policy }: Pick<CacheOptions, 'overrides' | 'policy'>): HostKey {
  const rule = typeof policy?.key === 'function' ? policy.key : (request: RequestHead) => request.url
  return (request) => {
    const host = fieldValue(request.fields, 'host')?.toLowerCase()
    if (host === undefined || host === authorityOf(request.url)) return undefined
    const own = typeof overrides === 'function' ? overrides(request) : overrides
    return own?.cacheKey === undefined ? { cacheKey: `${rule(request)} as ${host}` } : undefined
  }
}

function authorityOf(url: string): string {
  const start = url.indexOf('://') + 3
  return url.slice(start, url.indexOf('/', start))
}
