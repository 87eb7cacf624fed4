import type { InspectableStore } from '@cachechart/core'
import { httpOrigin } from '../fixtures/http-origin.ts'
import { gatewayFront } from '../fixtures/gateway-front.ts'
import { rawExchange } from '../fixtures/raw-exchange.ts'

/** What a client was sent, as it stood on the wire. */
export interface WireAnswer {
  readonly head: string
  readonly body: string
  /** The whole of it: what a second response would stand in, too. */
  readonly text: string
}

/** A gateway before an origin that says how often it was asked, over a store that others write to. */
export interface PlantedGateway {
  ask(path: string, headers?: string): Promise<WireAnswer>
  /** How often the origin was asked for this path. */
  asked(path: string): number
  /** The body of the origin's nth answer for a path. */
  bodyOf(path: string, count: number): string
  close(): Promise<void>
}

/** Bodies of this length are longer than any piece that a store reads at once. */
const longLength = 1_000_000

const bodyOf = (path: string, count: number): string => {
  const line = `${path} for the ${count}th time. `
  return path.startsWith('/long') ? line.repeat(Math.ceil(longLength / line.length)) : line
}

/** Starts both. The store is closed with them. */
export async function plantedGateway(store: InspectableStore): Promise<PlantedGateway> {
  const counts = new Map<string, number>()
  const origin = await httpOrigin(({ url = '' }, response) => {
    const count = (counts.get(url) ?? 0) + 1
    counts.set(url, count)
    const body = bodyOf(url, count)
    response.writeHead(200, {
      'content-type': 'text/plain',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'max-age=3600',
      etag: `"${count}"`,
    })
    response.end(body)
  })
  const front = await gatewayFront({ origin: origin.url, store })
  return {
    ask: async (path, headers = '') => {
      const request = `GET ${path} HTTP/1.1\r\nHost: planted.example\r\nConnection: close\r\n${headers}\r\n`
      const text = await rawExchange(front.port, request)
      const end = text.indexOf('\r\n\r\n')
      return { head: text.slice(0, end), body: text.slice(end + 4), text }
    },
    asked: (path) => counts.get(path) ?? 0,
    bodyOf,
    close: async () => {
      await front.close()
      await origin.close()
      await store.close()
    },
  }
}
