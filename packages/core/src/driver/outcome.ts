import type { FieldLines } from '../http/message.ts'
import type { CacheResponse } from './cache-response.ts'
import { CompletedError } from './driver-errors.ts'
import { HeaderOperations } from './header-operations.ts'

type Settled =
  | { readonly type: 'response'; readonly response: CacheResponse }
  | { readonly type: 'error'; readonly error: unknown }

/** What becomes of a request, once; it is remembered, and told to as many as ask. */
export class Outcome {
  #settled: Settled | undefined
  #promise: Promise<CacheResponse> | undefined
  #listeners: (() => void)[] | undefined
  #operations: HeaderOperations | undefined
  /** `taken`: the caller has it, with all operations applied; no more are taken. */
  #state: 'open' | 'sealed' | 'taken' = 'open'

  get isSettled(): boolean {
    return this.#settled !== undefined
  }

  /** What the caller wants done with the fields. @throws CompletedError when it comes too late */
  get operations(): HeaderOperations {
    if (this.#state === 'open') return (this.#operations ??= new HeaderOperations())
    throw new CompletedError('the outcome of this request was taken before: its header operations are done')
  }

  /** No more operations. */
  seal(): void {
    if (this.#state === 'open') this.#state = 'sealed'
  }

  /** The first outcome stands; a later one is not an outcome any more. */
  settle(settled: Settled): void {
    if (this.#settled !== undefined) return
    this.#settled = settled
    const listeners = this.#listeners ?? []
    this.#listeners = undefined
    for (const listener of listeners) guarded(listener)
  }

  /** Calls back once there is an outcome; what it returns takes that back. */
  onReady(listener: () => void): () => void {
    if (this.#settled !== undefined) {
      listener()
      return () => {}
    }
    this.#listeners ??= []
    this.#listeners.push(listener)
    return () => {
      this.#listeners = this.#listeners?.filter((other) => other !== listener)
    }
  }

  poll(): CacheResponse | undefined {
    const settled = this.#take()
    if (settled?.type === 'error') throw settled.error
    return settled?.response
  }

  /** Made on demand: a request that is answered at once needs no promise. */
  wait(): Promise<CacheResponse> {
    this.#promise ??= new Promise((resolve, reject) => {
      this.onReady(() => {
        const settled = this.#take()
        if (settled?.type === 'error') reject(settled.error)
        else if (settled !== undefined) resolve(settled.response)
      })
    })
    return this.#promise
  }

  errorFields(fields: FieldLines): FieldLines {
    if (this.#settled !== undefined) this.#take()
    return this.#operations?.applyTo(fields, 'error') ?? fields
  }

  #take(): Settled | undefined {
    if (this.#settled !== undefined && this.#state !== 'taken') {
      this.#state = 'taken'
      if (this.#operations !== undefined) this.#settled = changed(this.#settled, this.#operations)
    }
    return this.#settled
  }
}

/** A listener that throws is no concern of the request: its error surfaces as any other that nobody caught. */
const guarded = (listener: () => void): void => {
  try {
    listener()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

/** An error of the cache's own that comes as a response is an error all the same. */
const changed = (settled: Settled, operations: HeaderOperations): Settled => {
  if (settled.type === 'error') return settled
  const { response } = settled
  const fields = operations.applyTo(response.fields, response.source === 'cache' ? 'error' : 'response')
  return { type: 'response', response: { ...response, fields } }
}
