import { setImmediate } from 'node:timers/promises'
import type { MaybePromise, StoreWriter, WriteClaim } from '@cachechart/core'
import { ChunkBuffer } from './chunk-buffer.ts'
import type { StoredHead } from './stored-head.ts'
import type { BodyToCommit } from './commit-entry.ts'

/** What is written, and where. */
export interface WriterTask {
  /** As it is kept. */
  readonly key: string
  readonly head: StoredHead
  readonly claim: WriteClaim
  /** The length that was announced, in bytes, which need not be true; `undefined` where none was. */
  readonly announced: number | undefined
}

/** What writers need of their store. All may throw a `StoreError`. */
export interface WriterHost {
  /** The longest body that is taken, in bytes. */
  readonly maxEntryBytes: number
  /** Sets the number of a body aside. */
  beginBody(): MaybePromise<number>
  /** `refused`: the body was taken for one that nobody writes any more. */
  addChunk(body: number, number: number, bytes: Uint8Array): MaybePromise<'accepted' | 'refused'>
  commit(task: WriterTask, body: BodyToCommit): MaybePromise<'stored' | 'refused'>
  giveUpBody(body: number): void
  checkOpen(): void
}

/** After so many chunks other work has its turn. */
const chunksAtATime = 4

/** Writes one response. What is longer than a chunk goes into the file while it comes; nobody can find it there yet. */
export class SqliteWriter implements StoreWriter {
  readonly #host: WriterHost
  readonly #task: WriterTask
  readonly #buffer = new ChunkBuffer()
  #length = 0
  #loose: number | undefined
  #chunks = 0
  #state: 'open' | 'closed' = 'open'

  constructor(host: WriterHost, task: WriterTask) {
    this.#host = host
    this.#task = task
  }

  write(chunk: Uint8Array): MaybePromise<'accepted' | 'refused'> {
    this.#host.checkOpen()
    if (this.#state === 'closed') return 'refused'
    this.#length += chunk.length
    // What is announced as too long is not worth the room that would be made for it.
    if (Math.max(this.#length, this.#task.announced ?? 0) > this.#host.maxEntryBytes) return this.#refuse()
    const complete = this.#buffer.add(chunk)
    const first = complete.next()
    return first.done === true ? 'accepted' : this.#writeOut(first.value, complete)
  }

  commit(): MaybePromise<'stored' | 'refused'> {
    this.#host.checkOpen()
    if (this.#state === 'closed') return 'refused'
    this.#state = 'closed'
    const body = { loose: this.#loose, last: this.#buffer.rest, number: this.#chunks, length: this.#length }
    const outcome = this.#host.commit(this.#task, body)
    return typeof outcome === 'string'
      ? this.#committed(outcome)
      : outcome.then((answer) => this.#committed(answer))
  }

  abort(): void {
    this.#state = 'closed'
    this.#giveUp()
  }

  async #writeOut(first: Uint8Array, others: Generator<Uint8Array>): Promise<'accepted' | 'refused'> {
    try {
      if ((await this.#writeChunk(first)) === 'refused') return this.#refuse()
      for (const chunk of others) {
        if (this.#chunks % chunksAtATime === 0) await setImmediate()
        if ((await this.#writeChunk(chunk)) === 'refused') return this.#refuse()
      }
      return 'accepted'
    } catch (error) {
      this.abort()
      throw error
    }
  }

  async #writeChunk(bytes: Uint8Array): Promise<'accepted' | 'refused'> {
    this.#loose ??= await this.#host.beginBody()
    // It may have been aborted meanwhile.
    if (this.#state === 'closed') return 'refused'
    const outcome = await this.#host.addChunk(this.#loose, this.#chunks, bytes)
    this.#chunks += 1
    return outcome
  }

  #committed(outcome: 'stored' | 'refused'): 'stored' | 'refused' {
    if (outcome === 'refused') this.#giveUp()
    else this.#loose = undefined
    return outcome
  }

  #refuse(): 'refused' {
    this.abort()
    return 'refused'
  }

  #giveUp(): void {
    const loose = this.#loose
    this.#loose = undefined
    if (loose !== undefined) this.#host.giveUpBody(loose)
  }
}
