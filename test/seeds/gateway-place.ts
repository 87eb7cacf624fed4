import type { ServerResponse } from 'node:http'
import type { FakeReplyBody } from '@cachechart/core/testing'
import { gatewayFront } from '../fixtures/gateway-front.ts'
import { httpOrigin } from '../fixtures/http-origin.ts'
import type { Place, PlaceOptions } from './ground.ts'
import type { ScriptedHead, ScriptedOrigin, SentRequest } from './scripted-origin.ts'

/** A gateway that listens, before an origin that listens: all that is said is said over sockets. */
export async function gatewayPlace(options: PlaceOptions): Promise<Place> {
  const script = new SocketScript()
  const origin = await httpOrigin((request, response) => {
    const { method = '', url = '', headers } = request
    request.resume()
    const lines = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
    script.take({ method, path: url, headers: new Headers(lines) }, response)
  })
  const front = await gatewayFront({ ...options, origin: origin.url })
  return {
    cache: front.cache,
    origin: script,
    url: (path) => `http://127.0.0.1:${front.port}${path}`,
    open: (path, question, signal) => front.open(path, { ...question, signal }),
    async close() {
      await front.close()
      await origin.close()
    },
  }
}

type Act = (response: ServerResponse) => void

class SocketScript implements ScriptedOrigin {
  readonly requests: SentRequest[] = []
  readonly #waiting: ServerResponse[] = []
  readonly #scripted: Act[] = []
  readonly #broken = new Set<ServerResponse>()
  cancelled = 0

  take(request: SentRequest, response: ServerResponse): void {
    this.requests.push(request)
    response.once('close', () => {
      if (!response.writableFinished && !this.#broken.has(response)) this.cancelled += 1
    })
    const act = this.#scripted.shift()
    if (act === undefined) this.#waiting.push(response)
    else act(response)
  }

  reply({ status = 200, headers = {} }: ScriptedHead = {}, body: FakeReplyBody = null): void {
    this.#direct((response) => {
      response.writeHead(status, headers)
      if (body === null || typeof body === 'string' || body instanceof Uint8Array) response.end(body ?? '')
      else void this.#stream(response, body)
    })
  }

  fail(): void {
    this.#direct((response) => {
      this.#broken.add(response)
      response.socket?.end('this is no HTTP\r\n\r\n')
    })
  }

  #direct(act: Act): void {
    const waiting = this.#waiting.shift()
    if (waiting === undefined) this.#scripted.push(act)
    else act(waiting)
  }

  async #stream(response: ServerResponse, body: AsyncIterable<Uint8Array>): Promise<void> {
    response.flushHeaders()
    try {
      for await (const chunk of body) response.write(chunk)
      response.end()
    } catch {
      this.#break(response)
    }
  }

  #break(response: ServerResponse): void {
    this.#broken.add(response)
    response.destroy()
  }
}
