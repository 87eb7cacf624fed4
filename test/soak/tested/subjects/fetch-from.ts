/** The platform's `fetch`, for which all hosts are the origin. */
export function fetchFrom(origin: string): typeof globalThis.fetch {
  return (input, init) => {
    const request = input instanceof Request ? input : undefined
    const { pathname, search } = new URL(input instanceof Request ? input.url : input)
    const url = `${origin}${pathname}${search}`
    return fetch(url, request === undefined ? init : { ...initOf(request), ...init })
  }
}

/** What is asked of a request, without the request. */
const initOf = ({ method, headers, body, signal }: Request): RequestInit => ({
  method,
  headers,
  signal,
  ...(body === null ? {} : { body, duplex: 'half' }),
})
