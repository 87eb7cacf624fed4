import { isPromise, type MaybePromise } from '../../ports/body.ts'

/**
 * Calls for a key take effect in the order in which they are made. The far tier sees to that for what it is asked at once;
 * what has to ask twice is waited for here.
 */
export class CallOrder {
  readonly #pending = new Map<string, Promise<unknown>>()
  /** What is about any key, and has to wait itself: whatever comes later waits until that has been asked for. */
  #barrier: Promise<unknown> | undefined

  /** Does the work once what asks twice for the key is done: nearly always at once. */
  follow<Answer>(key: string, work: () => MaybePromise<Answer>): MaybePromise<Answer> {
    const before = this.#barrier ?? this.#pending.get(key)
    return before === undefined ? work() : before.then(work)
  }

  /** The same for work that is about any key. */
  followAll<Answer>(work: () => MaybePromise<Answer>): MaybePromise<Answer> {
    if (this.#barrier === undefined && this.#pending.size === 0) return work()
    const asked = Promise.all([this.#barrier, ...this.#pending.values()]).then(() => {
      if (this.#barrier === barrier) this.#barrier = undefined
      // A promise of the answer would be waited for: what comes later waits for the question alone.
      return { answer: settledLater(work) }
    })
    const barrier = asked.then(ignore)
    this.#barrier = barrier
    return asked.then(({ answer }) => answer)
  }

  /** Work for a key that asks twice: what comes later waits for it. */
  hold<Answer>(key: string, work: () => MaybePromise<Answer>): MaybePromise<Answer> {
    const answer = this.follow(key, work)
    if (!isPromise(answer)) return answer
    const done = (): void => {
      if (this.#pending.get(key) === settled) this.#pending.delete(key)
    }
    const settled: Promise<void> = answer.then(done, done)
    this.#pending.set(key, settled)
    return answer
  }
}

const ignore = (): void => {}

/** Does the work now; what it throws is for whoever awaits the answer. */
function settledLater<Answer>(work: () => MaybePromise<Answer>): Promise<Answer> {
  return new Promise((resolve) => {
    resolve(work())
  })
}
