import { cachedFetch } from '@cachechart/adapters/fetch'
import { createGateway } from '@cachechart/adapters/node'
import { memoryStore } from '@cachechart/core'
import { ByHand, type Order, type Send } from './by-hand.ts'

/** A service before an origin, cached in one way or another. */
export interface Service {
  answer(send: Send, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** How a service is cached. */
export interface Way {
  readonly name: string
  /** Whether a response is to be stored whoever leaves. */
  readonly promise: 'none' | 'stored'
  open(url: string): Promise<Service>
}

type Fetch = (url: string, init: { readonly signal: AbortSignal }) => Promise<Response>

/** Hands on what a fetch brings, as `ByHand` does, and remembers nothing itself. */
const handOn =
  (fetch: Fetch, url: string): Service['answer'] =>
  async (send, signal) => {
    const response = await fetch(url, { signal })
    await send(await response.text(), signal)
  }

const nothingToClose = (): Promise<void> => Promise.resolve()

const openByHand =
  (order: Order): Way['open'] =>
  (url) => {
    const byHand = new ByHand(url, order)
    return Promise.resolve({
      answer: (send, signal) => byHand.answer(send, signal),
      close: nothingToClose,
    })
  }

const openGateway: Way['open'] = async (url) => {
  const gateway = createGateway({ origin: new URL(url).origin, store: memoryStore() })
  const { url: front } = await gateway.listen({ port: 0 })
  return {
    answer: handOn(fetch, front + new URL(url).pathname),
    close: () => gateway.close({ timeout: 1_000 }),
  }
}

/** By hand, as found and mended; with `cachedFetch`; and through a gateway. */
export const ways: readonly Way[] = [
  { name: 'by hand', promise: 'none', open: openByHand('send first') },
  { name: 'by hand, mended', promise: 'none', open: openByHand('write first') },
  {
    name: 'cachedFetch',
    promise: 'stored',
    open: (url) => Promise.resolve({ answer: handOn(cachedFetch(), url), close: nothingToClose }),
  },
  { name: 'gateway', promise: 'stored', open: openGateway },
]
