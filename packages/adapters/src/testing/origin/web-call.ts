import { fieldsOfWhole, type OriginCall, type Reply } from './origin-call.ts'

const withoutBody = new Set([204, 304])

/** A call that is answered by a Response of the Fetch standard; one that is given up rejects, or errors the body. */
export class WebCall implements OriginCall {
  readonly response: Promise<Response>
  readonly #settle: PromiseWithResolvers<Response>
  readonly #body: ReadableStream<Uint8Array>
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined

  constructor() {
    this.#settle = Promise.withResolvers<Response>()
    this.response = this.#settle.promise
    this.#body = new ReadableStream({
      start: (controller) => {
        this.#controller = controller
      },
      // Whoever has given up the body takes nothing more of it.
      cancel: () => {
        this.#controller = undefined
      },
    })
  }

  head({ status = 200, headers = {} }: Omit<Reply, 'body'>): void {
    this.#settle.resolve(new Response(this.#body, { status, headers }))
  }

  write(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text))
  }

  end(): void {
    this.#controller?.close()
  }

  reply(reply: Reply): void {
    const { status = 200, body = '' } = reply
    const init = { status, headers: fieldsOfWhole(reply) }
    this.#settle.resolve(new Response(withoutBody.has(status) ? null : body, init))
  }

  break(): void {
    const error = new Error('the application gives up')
    this.#settle.reject(error)
    this.#controller?.error(error)
  }
}
