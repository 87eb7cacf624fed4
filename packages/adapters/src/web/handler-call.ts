/** What a handler is called with. It rides as the context of the cache's request, and the backend takes it up again. */
export class HandlerCall {
  readonly request: Request
  readonly rest: readonly unknown[]

  constructor(request: Request, rest: readonly unknown[]) {
    this.request = request
    this.rest = rest
  }
}
