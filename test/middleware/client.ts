import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { readBody } from '../fixtures/read-body.ts'

/** What is asked beside the path. */
export interface Ask {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

/** A whole response, and what came before and behind it. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly trailers: IncomingMessage['trailers']
  readonly interim: readonly (readonly [status: number, link: string | undefined])[]
}

/** A response head, and the body as it comes. */
export interface Opening {
  readonly response: IncomingMessage
  readonly interim: Answer['interim']
}

/** A client that keeps its connection for the next request, where the server lets it. */
export class Client {
  readonly #port: number
  readonly #agent = new Agent({ keepAlive: true })
  /** How many connections it has opened. */
  connections = 0

  constructor(port: number) {
    this.#port = port
  }

  /** Resolves when the head is there. */
  open(path: string, { body, ...ask }: Ask = {}): Promise<Opening> {
    return new Promise((resolve, reject) => {
      const interim: [number, string | undefined][] = []
      const request = httpRequest({ port: this.#port, host: '127.0.0.1', agent: this.#agent, path, ...ask })
      request.on('socket', (socket) => {
        if (socket.connecting) this.connections += 1
      })
      request.on('information', ({ statusCode, headers }) => {
        interim.push([statusCode, headers['link'] as string | undefined]) // it is a list only for names that repeat
      })
      request.on('error', reject)
      request.on('response', (response) => {
        resolve({ response, interim })
      })
      request.end(body)
    })
  }

  async ask(path: string, ask: Ask = {}): Promise<Answer> {
    const { response, interim } = await this.open(path, ask)
    const body = (await readBody(response)).toString()
    const { statusCode: status = 0, headers, trailers } = response
    return { status, headers, body, trailers, interim }
  }

  close(): void {
    this.#agent.destroy()
  }
}
