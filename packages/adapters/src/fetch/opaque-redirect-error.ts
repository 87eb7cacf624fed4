/** The fetch underneath hides redirects (as browsers do), so that they cannot be followed or stored hop by hop. */
export class OpaqueRedirectError extends Error {
  override readonly name = 'OpaqueRedirectError'
  readonly code = 'ERR_OPAQUE_REDIRECT'

  constructor(url: string) {
    super(`the fetch underneath does not show where ${url} redirects to`)
  }
}
