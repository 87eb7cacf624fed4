/** What a handler is called with. It rides as the context of the cache's request, and the backend takes it up again. */
export class HandlerCall {
  readonly request: Request
  /** Of the request: some platforms make it anew each time. */
  readonly url: string
  readonly rest: readonly unknown[]

  constructor(request: Request, rest: readonly unknown[]) {
    this.request = request
    this.url = request.url
    this.rest = rest
  }
}
