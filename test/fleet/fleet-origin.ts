import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that an origin has been asked. */
export interface Asked {
  readonly method: string
  /** Which one of its path it is, from 1. */
  readonly number: number
  readonly response: ServerResponse
}

/** How a path is answered. */
export type Script = (asked: Asked) => void

/** The host that all clients ask for: every gateway has the same keys then. */
export const host = 'shop.example'

/** What a stored response to a path is known by. */
export const bodyOf = (path: string, number: number): string => `${number} of ${path}`

/** An origin that counts what it is asked, and answers as a test has it: by itself at once, with a minute of freshness. */
export class FleetOrigin {
  readonly #asked = new Map<string, Asked[]>()
  readonly #scripts = new Map<string, Script>()
  readonly #changed = new Set<() => void>()
  readonly #server: Server = createServer((request, response) => this.#answer(request, response))

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}` // a server on a port has such an address
  }

  /** How requests for the path are answered from now on. */
  on(path: string, script: Script): void {
    this.#scripts.set(path, script)
  }

  /** What was asked for the path, by GET unless another method is named. */
  asked(path: string, method = 'GET'): readonly Asked[] {
    return (this.#asked.get(path) ?? []).filter((one) => one.method === method)
  }

  /** Waits until so many were asked; the last of them. */
  async reached(path: string, count: number): Promise<Asked> {
    for (;;) {
      const last = this.asked(path)[count - 1]
      if (last !== undefined) return last
      await new Promise<void>((resolve) => this.#changed.add(resolve))
    }
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #answer({ url: path = '', method = '' }: IncomingMessage, response: ServerResponse): void {
    const before = this.#asked.get(path) ?? []
    const asked = { method, number: before.length + 1, response }
    this.#asked.set(path, [...before, asked])
    for (const tell of this.#changed) tell()
    this.#changed.clear()
    const script = this.#scripts.get(path) ?? answerWith()
    script(asked)
  }
}

/** Answers at once, with these fields besides, or instead. */
export const answerWith =
  (fields: Readonly<Record<string, string>> = {}): Script =>
  ({ number, response }) => {
    const path = response.req.url ?? ''
    const all = { 'Cache-Control': 'max-age=60', ...fields }
    for (const [name, value] of Object.entries(all)) response.setHeader(name, value)
    response.end(bodyOf(path, number))
  }

/** Leaves the first requests to the test, and answers the later ones. */
export const holdFirst =
  (count: number, later: Script = answerWith()): Script =>
  (asked) => {
    if (asked.number > count) later(asked)
  }
