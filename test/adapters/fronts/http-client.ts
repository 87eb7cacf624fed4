import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import type { Ask, Opening } from '../../fixtures/front.ts'
import { readBody } from '../../fixtures/read-body.ts'

/** A client that speaks HTTP/1.1 over connections that stay open. */
export class HttpClient {
  readonly #url: string
  readonly #agent = new Agent({ keepAlive: true })

  constructor(url: string) {
    this.#url = url
  }

  /** Resolves when the head is there. */
  async open(path: string, { body, signal, ...ask }: Ask = {}): Promise<Opening> {
    const content = body === undefined || body instanceof Uint8Array ? body : await readBody(body)
    const options = { agent: this.#agent, ...ask, ...(signal === undefined ? {} : { signal }) }
    return new Promise((resolve, reject) => {
      const request = httpRequest(this.#url + path, options)
      request.on('error', reject)
      request.on('response', (response) => {
        resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body: response })
      })
      request.end(content)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  return headers
}
