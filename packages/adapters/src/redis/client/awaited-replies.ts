import { StoreError, type Millis } from '@cachechart/core'

interface Awaited {
  readonly deadline: Millis
  readonly name: string
  state: 'awaited' | 'settled'
  readonly reject: (error: StoreError) => void
}

/** Gives up on answers that take too long. All have the same time, so that one timer watches the oldest. */
export class AwaitedReplies {
  readonly #patience: Millis
  readonly #onSilence: () => void
  readonly #queue: Awaited[] = []
  #timer: NodeJS.Timeout | undefined
  #answeredAt = 0

  constructor(patience: Millis, onSilence: () => void) {
    this.#patience = patience
    this.#onSilence = onSilence
  }

  /** Whether nothing at all was answered for as long as a command may take. */
  get isSilent(): boolean {
    return performance.now() - this.#answeredAt >= this.#patience
  }

  /** The answer, or a `StoreError`: `ERR_STORE_TIMEOUT`. What is answered after that is not looked at. */
  await<Reply>(name: string, reply: Promise<Reply>): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const deadline = performance.now() + this.#patience
      const awaited: Awaited = { deadline, name, state: 'awaited', reject }
      this.#queue.push(awaited)
      this.#timer ??= this.#timerFor(this.#patience)
      const settle = () => {
        awaited.state = 'settled'
        this.#answeredAt = performance.now()
        if (this.#queue[0] === awaited) this.#drop()
      }
      reply.then(
        (value) => {
          settle()
          resolve(value)
        },
        (error: unknown) => {
          settle()
          reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
    })
  }

  /** Gives up on all. */
  close(): void {
    for (const awaited of this.#queue.splice(0)) {
      if (awaited.state === 'settled') continue
      awaited.state = 'settled'
      const message = `${awaited.name} was not answered before close()`
      awaited.reject(new StoreError('ERR_STORE_CLOSED', message))
    }
    this.#stop()
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #timerFor(delay: Millis): NodeJS.Timeout {
    // A process that was busy for so long looks at what has come meanwhile first.
    const look = () => setImmediate(() => this.#look())
    return setTimeout(look, Math.max(1, Math.ceil(delay))).unref()
  }

  #drop(): void {
    let settled = 0
    while (this.#queue[settled]?.state === 'settled') settled += 1
    this.#queue.splice(0, settled)
    if (this.#queue.length === 0) this.#stop()
  }

  #look(): void {
    const now = performance.now()
    this.#timer = undefined
    const late = this.#queue.filter(({ deadline, state }) => state === 'awaited' && deadline <= now)
    for (const awaited of late) {
      awaited.state = 'settled'
      const message = `Redis has not answered ${awaited.name} within ${this.#patience} ms`
      awaited.reject(new StoreError('ERR_STORE_TIMEOUT', message))
    }
    this.#drop()
    const [oldest] = this.#queue
    if (oldest !== undefined) this.#timer = this.#timerFor(oldest.deadline - now)
    if (late.length > 0) this.#onSilence()
  }
}
