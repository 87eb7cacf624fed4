import type { CacheResponse, PendingRequest, ResponseOutcome } from '@cachechart/core'
import { readBody } from '../fixtures/read-body.ts'
import type { Opening } from './ground.ts'

/** A whole answer, as its client got it, with what the cache says of it. */
export interface Told {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  readonly outcome: ResponseOutcome
  /** `undefined` where the request has failed. */
  readonly response: CacheResponse | undefined
  /** What it has failed with. */
  readonly error: unknown
}

/** A request of which the cache knows. */
export class Asking {
  readonly pending: PendingRequest
  /** Its head, and the body as it comes. */
  readonly opening: Promise<Opening>
  readonly #leaving: AbortController

  constructor(pending: PendingRequest, opening: Promise<Opening>, leaving: AbortController) {
    this.pending = pending
    this.opening = opening
    this.#leaving = leaving
  }

  /** The client does not want it any more. */
  leave(): void {
    this.#leaving.abort()
  }

  /** Reads the body to its end. Rejects when it breaks off. */
  async answer(): Promise<Told> {
    const { status, headers, body } = await this.opening
    const text = (await readBody(body)).toString()
    return { status, headers, body: text, ...outcomeOf(this.pending) }
  }
}

/** What the cache remembers of an outcome that was taken. */
function outcomeOf(pending: PendingRequest): Pick<Told, 'outcome' | 'response' | 'error'> {
  try {
    const response = pending.poll()
    if (response === undefined) throw new TypeError('the client was answered, and there is no outcome')
    return { outcome: response.outcome, response, error: undefined }
  } catch (error) {
    return { outcome: 'error', response: undefined, error }
  }
}
