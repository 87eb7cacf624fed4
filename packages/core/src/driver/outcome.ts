import type { CacheResponse } from './cache-api.ts'

type Settled =
  | { readonly type: 'response'; readonly response: CacheResponse }
  | { readonly type: 'error'; readonly error: unknown }

/** What becomes of a request, once; it is remembered, and told to as many as ask. */
export class Outcome {
  #settled: Settled | undefined
  #promise: Promise<CacheResponse> | undefined
  #tell: ((settled: Settled) => void) | undefined

  get isSettled(): boolean {
    return this.#settled !== undefined
  }

  /** The first outcome stands; a later one is not an outcome any more. */
  settle(settled: Settled): void {
    if (this.#settled !== undefined) return
    this.#settled = settled
    this.#tell?.(settled)
  }

  poll(): CacheResponse | undefined {
    if (this.#settled === undefined) return undefined
    if (this.#settled.type === 'error') throw this.#settled.error
    return this.#settled.response
  }

  /** Made on demand: a request that is answered at once needs no promise. */
  wait(): Promise<CacheResponse> {
    this.#promise ??= new Promise((resolve, reject) => {
      const tell = (settled: Settled): void => {
        if (settled.type === 'error') reject(settled.error)
        else resolve(settled.response)
      }
      if (this.#settled === undefined) this.#tell = tell
      else tell(this.#settled)
    })
    return this.#promise
  }
}
