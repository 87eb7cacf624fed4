import type { ServerResponse } from 'node:http'
import { fieldsOfWhole, type OriginCall, type Reply } from './origin-call.ts'

/** A call that is answered by a response of `node:http`: that of a server of its own, or of an application's framework. */
export class NodeCall implements OriginCall {
  readonly #response: ServerResponse

  constructor(response: ServerResponse) {
    this.#response = response
  }

  head({ status = 200, headers = {} }: Omit<Reply, 'body'>): void {
    this.#response.writeHead(status, headers)
    this.#response.flushHeaders()
  }

  write(text: string): void {
    this.#response.write(text)
  }

  end(): void {
    this.#response.end()
  }

  reply(reply: Reply): void {
    this.#response.writeHead(reply.status ?? 200, fieldsOfWhole(reply))
    this.#response.end(reply.body)
  }

  break(): void {
    this.#response.destroy()
  }
}
