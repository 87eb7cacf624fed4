import type { ServerResponse } from 'node:http'
import { createGateway, type GatewayOptions } from '@cachechart/adapters/node'
import type { Cache, Overrides, Store, Strategy, Tolerated } from '@cachechart/core'
import { expect } from '@jest/globals'
import { HttpClient } from '../../adapters/fronts/http-client.ts'
import { tell, type Told } from '../../adapters/told.ts'
import type { Opening } from '../../fixtures/front.ts'
import { httpOrigin, type HttpOrigin } from '../../fixtures/http-origin.ts'

/** What the client of one transaction may lose to the store, in milliseconds. */
export const storeBudget = 300

/** For a machine that has other work. */
export const slack = 2_000

/** For a store to be found again: less than a test may take. */
const patience = 35_000

/** What became of a request, and how long it took. */
export interface Timed extends Told {
  readonly millis: number
}

/** A gateway with a store of its own that may fail, before an origin that may. */
export class MatrixStage {
  readonly cache: Cache
  readonly tolerated: readonly Tolerated[]
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
    this.cache = parts.cache
    this.tolerated = parts.tolerated
  }

  /** What the origin says from now on: a word for its body; or `down`: nothing at all. */
  set origin(says: string) {
    this.#parts.script.says = says
  }

  /** The origin says no more than so many characters of its bodies, or not even their heads, until it is let go. */
  hold(after = 0): () => void {
    const { script } = this.#parts
    const gate = Promise.withResolvers<void>()
    script.gate = { after, open: gate.promise }
    return () => {
      script.gate = undefined
      gate.resolve()
    }
  }

  /** How many requests came to the origin. */
  get asked(): number {
    return this.#parts.origin.seen.length
  }

  async ask(path: string, overrides: Overrides & { readonly strategy?: Strategy } = {}): Promise<Timed> {
    this.#parts.script.overrides = overrides
    const begun = performance.now()
    const told = await tell({ open: (...given) => this.#parts.client.open(...given) }, path, {})
    return { ...told, millis: performance.now() - begun }
  }

  /** Asks, and leaves the body to be read. */
  open(path: string): Promise<Opening> {
    this.#parts.script.overrides = {}
    return this.#parts.client.open(path)
  }

  /** Asks until something is so: how long a store takes to be found again is for it to say. */
  async until(path: string, isSo: (told: Told) => boolean): Promise<Told> {
    const begun = performance.now()
    for (;;) {
      const told = await this.ask(path)
      if (isSo(told)) return told
      if (performance.now() - begun > patience)
        throw new Error(`it is still: ${told.line.slice(0, 200)}, ${told.said}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Lets the page be stored, be it that the store takes longer than it may at first. */
  async store(path: string): Promise<void> {
    await this.until(path, ({ said }) => said === 'hit')
    await this.settle()
  }

  settle(): Promise<unknown> {
    return this.cache.drain({ timeout: 5_000 })
  }

  /** Expects that nobody is owed anything, and closes everything but the store's server. */
  async strike(): Promise<void> {
    const { client, gateway, origin, store } = this.#parts
    await this.settle()
    client.close()
    await gateway.close({ timeout: 500 })
    await store.close()
    await origin.close()
    expectNothingOwed(this.cache)
  }
}

function expectNothingOwed(cache: Cache): void {
  const { leaks, ...lines } = cache.ledger()
  expect([leaks, cache.inFlight(), cache.tolerated().run]).toEqual([0, [], 0])
  for (const [what, { taken, discharged }] of Object.entries(lines))
    expect([what, discharged]).toEqual([what, taken])
}

interface Script {
  says: string
  gate: { readonly after: number; readonly open: Promise<void> } | undefined
  overrides: Overrides
}

interface Parts {
  readonly cache: Cache
  readonly tolerated: readonly Tolerated[]
  readonly client: HttpClient
  readonly gateway: { close(options: { timeout: number }): Promise<unknown> }
  readonly origin: HttpOrigin
  readonly store: Store
  readonly script: Script
}

/** How a response of the origin may be used. */
const fields = {
  'Cache-Control': 'max-age=600, stale-if-error=600',
  'Content-Type': 'text/plain',
  ETag: '"same"',
}

async function answer({ says, gate }: Script, response: ServerResponse): Promise<void> {
  const { after = 0, open } = gate ?? {}
  if (after > 0) response.writeHead(200, fields).write(says.slice(0, after))
  await open
  if (after === 0) response.writeHead(200, fields)
  response.end(says.slice(after))
}

export async function openMatrixStage(
  store: Store,
  options: Partial<Omit<GatewayOptions, 'store' | 'origin' | 'overrides'>> = {},
): Promise<MatrixStage> {
  const script: Script = { says: 'first', gate: undefined, overrides: {} }
  const origin = await httpOrigin((request, response) => {
    if (script.says === 'down') request.socket.destroy()
    else void answer(script, response)
  })
  const tolerated: Tolerated[] = []
  const gateway = createGateway({
    deadlines: { store: storeBudget },
    ...options,
    ...{ store, origin: origin.url, overrides: () => script.overrides },
    onTolerated: (failure) => void tolerated.push(failure),
  })
  const { url } = await gateway.listen({ port: 0 })
  const client = new HttpClient(url)
  return new MatrixStage({ cache: gateway.cache, tolerated, client, gateway, origin, store, script })
}
