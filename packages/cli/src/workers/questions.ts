import type { Millis } from '@cachechart/core'

/** What became of a question: an answer, or word that there can be none, or none in time, or nobody left to give it. */
export type Reply<Answer> =
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'failure'; readonly error: Error }
  | { readonly type: 'silent' }
  | { readonly type: 'gone' }

/** Questions to another process that it has not answered yet. Each is settled once. */
export class Questions<Answer> {
  readonly #open = new Map<number, (reply: Reply<Answer>) => void>()
  #nextId = 1

  /** Asks, under a number by which the answer is known again, and waits no longer than `patience`. */
  ask(pose: (id: number) => void, patience: Millis): Promise<Reply<Answer>> {
    const id = this.#nextId++
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.settle(id, { type: 'silent' })
      }, patience)
      this.#open.set(id, (reply) => {
        clearTimeout(timer)
        resolve(reply)
      })
      pose(id)
    })
  }

  /** What comes too late is not listened to. */
  settle(id: number, reply: Reply<Answer>): void {
    const resolve = this.#open.get(id)
    this.#open.delete(id)
    resolve?.(reply)
  }

  /** Nobody is left to answer. */
  giveUp(): void {
    for (const id of this.#open.keys()) this.settle(id, { type: 'gone' })
  }
}
