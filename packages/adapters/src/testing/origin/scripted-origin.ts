import type { RequestListener } from 'node:http'
import { readBody } from '../adapter/read-body.ts'
import { NodeCall } from './node-call.ts'
import type { OriginCall, Reply, SeenRequest } from './origin-call.ts'
import { WebCall } from './web-call.ts'

/**
 * The one origin of all adapters: each request is answered as was planned, in the order in which the plans were made, and
 * one without a plan waits for the test. It is a listener of `node:http`, for a server or an application, and a handler
 * of the Fetch standard.
 */
export class ScriptedOrigin {
  readonly seen: SeenRequest[] = []
  readonly #plans: (Reply | 'down')[] = []
  readonly #held: OriginCall[] = []
  readonly #takers: ((call: OriginCall) => void)[] = []

  /**
   * What the next requests are answered that nothing was planned for; `down`: none is, until something else is planned. (A
   * backend may ask again where a connection was lost.)
   */
  plan(...replies: readonly (Reply | 'down')[]): void {
    if (this.#plans[0] === 'down') this.#plans.shift()
    this.#plans.push(...replies)
  }

  /** How many requests are there that nothing was planned for. */
  get waiting(): number {
    return this.#held.length
  }

  /** The next request that nothing was planned for, as soon as it is there. */
  next(): Promise<OriginCall> {
    const held = this.#held.shift()
    if (held !== undefined) return Promise.resolve(held)
    return new Promise((resolve) => {
      this.#takers.push(resolve)
    })
  }

  readonly listener: RequestListener = (request, response) => {
    const { method = '', url = '', headers } = request
    // What it says is of the cache's own time, whatever that is.
    response.sendDate = false
    void readBody(request).then((body) => {
      this.#take(
        {
          method,
          path: url,
          headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])),
          body: body.toString(),
        },
        new NodeCall(response),
      )
    })
  }

  readonly handler = async (request: Request): Promise<Response> => {
    const { method, url, headers } = request
    const { pathname, search } = new URL(url)
    const call = new WebCall()
    this.#take({ method, path: pathname + search, headers, body: await request.text() }, call)
    return call.response
  }

  #take(request: SeenRequest, call: OriginCall): void {
    this.seen.push(request)
    const plan = this.#plans[0] === 'down' ? 'down' : this.#plans.shift()
    if (plan === 'down') call.break()
    else if (plan !== undefined) call.reply(plan)
    else this.#hold(call)
  }

  #hold(call: OriginCall): void {
    const taker = this.#takers.shift()
    if (taker === undefined) this.#held.push(call)
    else taker(call)
  }
}
