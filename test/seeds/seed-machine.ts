/**
 * The pending request's machine of the seed document, as it moves what the defects are about: header
 * operations, errors, and the body of the request. Three states, and `take()` wherever the document has it. What the
 * defects are shown on; nothing here is how this cache works.
 */

export interface SeedResponse {
  readonly headers: Map<string, string>
  readonly body: string
  readonly maskedError?: unknown
}

/** What a poll comes to; `headers` of an error are those of what a host makes of it. */
export type SeedResult =
  | { readonly type: 'response'; readonly response: SeedResponse }
  | { readonly type: 'error'; readonly error: unknown; readonly headers: Map<string, string> }

type SeedTarget = 'response' | 'error' | 'any'

interface HeaderOperation {
  readonly name: string
  readonly value: string
  readonly target: SeedTarget
}

/** A request of the host, with the operations that the host does to whatever comes of it. */
interface SeedHandle {
  readonly operations: HeaderOperation[]
  /** @throws whatever the origin failed with */
  poll(): SeedResponse
}

/** All that the machine asks of the outside. */
export interface SeedHost {
  /** @throws when the lookup fails */
  wait(): { readonly isObliged: boolean; readonly isUsableIfError: boolean }
  found(): SeedResponse | undefined
  /** @throws when the stored response cannot be had after all */
  chooseStale(): SeedResponse
  send(body: string | undefined): SeedHandle
  /** `apply_and_stream_back`. @throws when the store fails */
  commit(candidate: SeedResponse): SeedResponse
}

export interface SeedRequest {
  readonly isCacheable: boolean
  body: string | undefined
  /** @throws what fails the start */
  readonly beforeSend: () => void
}

type State =
  | { readonly type: 'direct'; handle: SeedHandle | undefined }
  | { readonly type: 'awaitCache'; operations: HeaderOperation[] }
  | {
      readonly type: 'awaitBackend'
      operations: HeaderOperation[]
      handle: SeedHandle | undefined
      readonly isUsableIfError: boolean
    }

export class SeedMachine {
  readonly #request: SeedRequest
  readonly #host: SeedHost
  #state: State

  constructor(request: SeedRequest, host: SeedHost) {
    this.#request = request
    this.#host = host
    this.#state = request.isCacheable
      ? { type: 'awaitCache', operations: [] }
      : { type: 'direct', handle: host.send(takeBody(request)) }
  }

  setResponseHeader(name: string, value: string, target: SeedTarget): void {
    const state = this.#state
    const operations = state.type === 'direct' ? taken(state.handle).operations : state.operations
    operations.push({ name, value, target })
  }

  /** Goes on as far as it gets: here the host is always ready. */
  poll(): SeedResult {
    for (;;) {
      const result = this.#step(this.#state)
      if (result !== undefined) return result
    }
  }

  #step(state: State): SeedResult | undefined {
    switch (state.type) {
      case 'direct':
        return this.#pollDirect(state)
      case 'awaitCache':
        return caught(() => this.#pollCache(state))
      case 'awaitBackend':
        return caught(() => this.#pollBackend(state))
    }
  }

  #pollDirect(state: State & { type: 'direct' }): SeedResult {
    const handle = taken(state.handle)
    state.handle = undefined
    const apply = (headers: Map<string, string>, kind: SeedTarget): void => {
      for (const { name, value, target } of handle.operations)
        if (target === kind || target === 'any') headers.set(name, value)
    }
    try {
      const response = handle.poll()
      apply(response.headers, 'response')
      return { type: 'response', response }
    } catch (error) {
      const headers = new Map<string, string>()
      apply(headers, 'error')
      return { type: 'error', error, headers }
    }
  }

  #pollCache(state: State & { type: 'awaitCache' }): SeedResult | undefined {
    const { isObliged, isUsableIfError } = this.#host.wait()
    const found = this.#host.found()
    if (found !== undefined) {
      // The operations go along with the background's state.
      if (isObliged) caught(() => void this.#startBackendFetch(state, false))
      return applied(state.operations, found)
    }
    if (isObliged) {
      try {
        this.#state = this.#startBackendFetch(state, isUsableIfError)
        return undefined
      } catch (maskedError) {
        if (!isUsableIfError) throw maskedError
        return applied(state.operations, { ...this.#host.chooseStale(), maskedError })
      }
    }
    const handle = this.#host.send(takeBody(this.#request))
    handle.operations.push(...state.operations)
    this.#state = { type: 'direct', handle }
    return undefined
  }

  #startBackendFetch(state: State & { type: 'awaitCache' }, isUsableIfError: boolean): State {
    const body = takeBody(this.#request)
    this.#request.beforeSend()
    const handle = this.#host.send(body)
    const { operations } = state
    state.operations = []
    return { type: 'awaitBackend', operations, handle, isUsableIfError }
  }

  #pollBackend(state: State & { type: 'awaitBackend' }): SeedResult {
    const handle = taken(state.handle)
    state.handle = undefined
    let candidate: SeedResponse
    try {
      candidate = handle.poll()
    } catch (maskedError) {
      if (!state.isUsableIfError) throw maskedError
      return applied(state.operations, { ...this.#host.chooseStale(), maskedError })
    }
    return applied(state.operations, this.#host.commit(candidate))
  }
}

const takeBody = (request: SeedRequest): string | undefined => {
  const { body } = request
  request.body = undefined
  return body
}

/** What was taken before is an invalid handle: the document says nothing of what a poll of it does. */
const taken = (handle: SeedHandle | undefined): SeedHandle => {
  if (handle === undefined) throw new TypeError('the handle is invalid')
  return handle
}

/** `apply_response`: operations for errors are passed over, and nobody else looks at them. */
const applied = (operations: readonly HeaderOperation[], response: SeedResponse): SeedResult => {
  for (const { name, value, target } of operations) if (target !== 'error') response.headers.set(name, value)
  return { type: 'response', response }
}

const caught = (work: () => SeedResult | undefined): SeedResult | undefined => {
  try {
    return work()
  } catch (error) {
    return { type: 'error', error, headers: new Map() }
  }
}
