import type { PendingRequest } from '@cachechart/core'
import type { FakeBody } from '@cachechart/core/testing'

/** What is read of a body that has no end, or of a response that has not come. */
export const brokeOff = 'it broke off'

/** Who has sent a request, and what it was told. It reads no body before it is told to. */
export class Client {
  readonly pending: PendingRequest
  /** What it was told of; at most one, as a promise has no more. */
  readonly outcomes: ('response' | 'error')[] = []
  #reading: Promise<string> | undefined

  constructor(pending: PendingRequest) {
    this.pending = pending
    pending.wait().then(
      () => void this.outcomes.push('response'),
      () => void this.outcomes.push('error'),
    )
  }

  leave(): void {
    this.pending.cancel()
  }

  /** Reads its body; asking again is no second reader. What it has read, or that there is no end of it. */
  read(): Promise<string> {
    this.#reading ??= this.#readAll()
    return this.#reading
  }

  async #readAll(): Promise<string> {
    const decoder = new TextDecoder()
    let text = ''
    try {
      const { body } = await this.pending.wait()
      for await (const chunk of body) text += decoder.decode(chunk, { stream: true })
      return text
    } catch {
      return brokeOff
    }
  }
}

/** Sends what is left of a body, and ends it. */
export const complete = (body: FakeBody, text: string): void => {
  body.push(text)
  body.end()
}
