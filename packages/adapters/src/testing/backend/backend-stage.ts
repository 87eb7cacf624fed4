import { BackendError, type Backend, type BackendReply, type BackendRequest } from '@cachechart/core'
import { ContractError } from '../contract-error.ts'
import type { Patience } from '../patience.ts'
import type { ContractOrigin } from '../contract-origin.ts'

/** A backend on trial, the origin that it asks, and the steps of which every case is made. */
export class BackendStage {
  readonly backend: Backend
  readonly origin: ContractOrigin
  readonly patience: Patience

  constructor(backend: Backend, parts: { readonly origin: ContractOrigin; readonly patience: Patience }) {
    this.backend = backend
    this.origin = parts.origin
    this.patience = parts.patience
  }

  /** A request for a path of the origin. */
  request(path: string, changes: Partial<BackendRequest> = {}): BackendRequest {
    const url = this.origin.url + path
    return { method: 'GET', url, fields: [], body: null, context: undefined, ...changes }
  }

  /** Sends, and waits for the head of the response. */
  async send(
    path: string,
    changes: Partial<BackendRequest> = {},
    signal: AbortSignal = new AbortController().signal,
  ): Promise<BackendReply> {
    // What is thrown at once is thrown as well as what is rejected.
    const sent = (async () => this.backend.send(this.request(path, changes), signal))()
    return this.patience.for('the head of the response', sent)
  }

  /** Reads a body to its end. */
  async read({ body }: Pick<BackendReply, 'body'>): Promise<Buffer> {
    if (body === null) return Buffer.alloc(0)
    if (body instanceof Uint8Array) return Buffer.from(body)
    const chunks: Uint8Array[] = []
    const reading = async () => {
      for await (const chunk of body) chunks.push(chunk)
    }
    await this.patience.for('the end of the body', reading())
    return Buffer.concat(chunks)
  }

  async text(reply: Pick<BackendReply, 'body'>): Promise<string> {
    return (await this.read(reply)).toString()
  }

  /** Expects a `BackendError` of one of the codes. */
  async expectFailure(what: string, work: () => Promise<unknown>, codes: readonly string[]): Promise<void> {
    let seen: unknown
    try {
      const value = await work()
      throw new ContractError(`${what} is no failure: ${brief(value)} came`)
    } catch (error) {
      seen = error
    }
    if (seen instanceof ContractError) throw seen
    if (!(seen instanceof BackendError))
      throw new ContractError(`${what} must be a BackendError, and is ${String(seen)}`, { cause: seen })
    if (!codes.includes(seen.code))
      throw new ContractError(`${what} must be ${codes.join(' or ')}, and is ${seen.code}`, { cause: seen })
  }

  /** The pieces of a body, to be asked for one by one. */
  pieces({ body }: BackendReply): AsyncIterator<Uint8Array> {
    if (body === null || body instanceof Uint8Array)
      throw new ContractError('the body came as a whole, before its end was sent')
    return body[Symbol.asyncIterator]()
  }

  /** Expects that the origin is told: it has nobody to send to any more. */
  async expectStopped(closed: Promise<unknown>): Promise<void> {
    await this.patience.for('the end of the connection to the origin', closed)
  }
}

/** @throws ContractError when the two values, plain JSON, are not equal */
export function expectSame(what: string, seen: unknown, expected: unknown): void {
  if (JSON.stringify(seen) === JSON.stringify(expected)) return
  throw new ContractError(`${what}: expected ${brief(expected)}, seen ${brief(seen)}`)
}

const brief = (value: unknown): string => {
  const text = JSON.stringify(value) as string | undefined // there is no JSON for undefined
  return (text ?? 'undefined').slice(0, 300)
}
