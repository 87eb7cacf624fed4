import type { BackendError, BackendReply, MaybePromise } from '@cachechart/core'

type Outcome =
  | { readonly type: 'reply'; readonly reply: BackendReply }
  | { readonly type: 'error'; readonly error: BackendError }

interface Waiting {
  readonly resolve: (reply: BackendReply) => void
  readonly reject: (error: BackendError) => void
}

/** Takes one reply or one error, the first that comes. Who asks for it when it is there already gets it without a promise. */
export class ReplySlot {
  #outcome: Outcome | undefined
  #waiting: Waiting | undefined

  resolve(reply: BackendReply): void {
    this.#settle({ type: 'reply', reply })
  }

  reject(error: BackendError): void {
    this.#settle({ type: 'error', error })
  }

  /** @throws BackendError when that is what has come */
  take(): MaybePromise<BackendReply> {
    const outcome = this.#outcome
    if (outcome?.type === 'reply') return outcome.reply
    if (outcome?.type === 'error') throw outcome.error
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }

  #settle(outcome: Outcome): void {
    if (this.#outcome !== undefined) return
    this.#outcome = outcome
    if (outcome.type === 'reply') this.#waiting?.resolve(outcome.reply)
    else this.#waiting?.reject(outcome.error)
  }
}
