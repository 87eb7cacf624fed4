import { cachedFetch } from '@cachechart/adapters/fetch'
import { createGateway } from '@cachechart/adapters/node'
import { memoryStore } from '@cachechart/core'
import { ByHand, type Send } from './by-hand.ts'

/** The same service, cached in one way or another. */
export interface Way {
  readonly name: string
  answer(send: Send, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

type Fetch = (url: string, init: { readonly signal: AbortSignal }) => Promise<Response>

/** Hands on what a fetch brings, as `ByHand` does, and remembers nothing itself. */
const handOn =
  (fetch: Fetch, url: string): Way['answer'] =>
  async (send, signal) => {
    const { body } = await fetch(url, { signal })
    for await (const chunk of body ?? []) await send(Buffer.from(chunk).toString(), signal)
  }

const nothingToClose = (): Promise<void> => Promise.resolve()

/** By hand, with `cachedFetch`, and through a gateway, each before the origin at `url`. */
export async function createWays(url: string): Promise<readonly Way[]> {
  const byHand = new ByHand(url)
  const gateway = createGateway({ origin: new URL(url).origin, store: memoryStore() })
  const { url: front } = await gateway.listen({ port: 0 })
  return [
    { name: 'by hand', answer: (send, signal) => byHand.answer(send, signal), close: nothingToClose },
    { name: 'cachedFetch', answer: handOn(cachedFetch(), url), close: nothingToClose },
    {
      name: 'gateway',
      answer: handOn(fetch, front + new URL(url).pathname),
      close: () => gateway.close({ timeout: 1_000 }),
    },
  ]
}
