/** How fetch reports that there is no response (Fetch §5.6), or, as `terminated`, that its body broke off. */
export const networkError = (
  cause: unknown,
  message: 'fetch failed' | 'terminated' = 'fetch failed',
): TypeError => new TypeError(message, { cause })
