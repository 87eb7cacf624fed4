import type { FieldLines } from '../http/message.ts'
import type { CacheResponse } from './cache-response.ts'
import { Outcome } from './outcome.ts'
import type { HeaderTarget, PendingRequest, Recipient } from './pending-request.ts'

/** The caller's side of a request: what becomes of it, and what the caller wants done with that. */
export abstract class PendingOutcome implements PendingRequest {
  readonly outcome = new Outcome()

  abstract readonly id: number
  abstract cancel(): void

  setResponseHeader(name: string, value: string, target: HeaderTarget = 'any'): void {
    this.outcome.operations.set(name, value, target)
  }

  appendResponseHeader(name: string, value: string, target: HeaderTarget = 'any'): void {
    this.outcome.operations.append(name, value, target)
  }

  removeResponseHeader(name: string, target: HeaderTarget = 'any'): void {
    this.outcome.operations.remove(name, target)
  }

  poll(): CacheResponse | undefined {
    return this.outcome.poll()
  }

  wait(): Promise<CacheResponse> {
    return this.outcome.wait()
  }

  errorFields(fields: FieldLines): FieldLines {
    return this.outcome.errorFields(fields)
  }

  onReady(listener: () => void): () => void {
    return this.outcome.onReady(listener)
  }

  sendTo<Result>(recipient: Recipient<Result>): Result {
    this.outcome.seal()
    return recipient.accept(this)
  }
}
