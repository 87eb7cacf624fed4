import {
  contentLengthOf,
  StoreError,
  type MaybePromise,
  type StoredResponse,
  type StoreWriter,
  type WriteClaim,
} from '@cachechart/core'
import { beginChange } from './change.ts'
import { commitEntry, type BodyToCommit } from './commit-entry.ts'
import { keyText } from './key-text.ts'
import type { LogKeeper } from './log-keeper.ts'
import type { Lookup } from './lookup.ts'
import { orphanAge, type Pruner } from './pruner.ts'
import { headBeside, headToStore } from './stored-head.ts'
import type { SqliteSettings } from './sqlite-options.ts'
import { SqliteWriter, type WriterHost, type WriterTask } from './sqlite-writer.ts'
import { failureOf } from './storage-failure.ts'
import type { Tables } from './tables.ts'
import type { WriteQueue } from './write-queue.ts'

/** What writers work with. */
export interface WritersTools {
  readonly settings: SqliteSettings
  readonly tables: Tables
  readonly lookup: Lookup
  readonly pruner: Pruner
  readonly queue: WriteQueue
  readonly log: LogKeeper
  /** There may be something to prune. */
  readonly wake: () => void
  /** @throws StoreError when the store is closed */
  readonly checkOpen: () => void
}

const refusingWriter: StoreWriter = Object.freeze({
  write: () => 'refused',
  commit: () => 'refused',
  abort: () => {},
})

/** After this part of what the store may have was written it is looked whether there is too much. */
const lookedAfter = 1 / 128

/** What a transaction writes to the log beside the bytes that are stored, about. */
const writtenBeside = 16 * 1024

/** The writers of a store, and the bodies that they have begun. */
export class FileWriters implements WriterHost {
  readonly maxEntryBytes: number
  readonly #tools: WritersTools
  /** When each was last said to be written. */
  readonly #begun = new Map<number, number>()
  #unseenBytes = 0
  #writtenBytes = 0

  constructor(tools: WritersTools) {
    this.#tools = tools
    this.maxEntryBytes = tools.settings.maxEntryBytes
  }

  put(key: string, response: StoredResponse, claim: WriteClaim): StoreWriter {
    const head = headToStore(response)
    // What may not leave the memory, what nothing can be said of, and what could not be read again.
    if (head === undefined) return refusingWriter
    const announced = contentLengthOf(response.fields)
    return new SqliteWriter(this, { key: keyText(key), head, claim, announced })
  }

  beginBody(): MaybePromise<number> {
    const { tables, settings } = this.#tools
    return this.#run(() => {
      const now = settings.clock.now()
      const body = tables.transaction(() => {
        const change = beginChange(tables, now)
        const number = change.nextNumber()
        tables.body.addLoose.run(number, now, 'writing', 0)
        change.finish()
        return number
      })
      this.#begun.set(body, now)
      return body
    })
  }

  addChunk(body: number, number: number, bytes: Uint8Array): MaybePromise<'accepted' | 'refused'> {
    const { tables, settings } = this.#tools
    return this.#orRefused(() =>
      this.#run(() => {
        const now = settings.clock.now()
        const outcome = tables.transaction(() => {
          if (tables.body.touchLoose.run(now, bytes.length, body) === 0) return 'refused'
          tables.body.addChunk.run(body, number, bytes)
          return 'accepted'
        })
        this.#begun.set(body, now)
        this.#noteWritten(bytes.length)
        return outcome
      }),
    )
  }

  commit({ key, head, claim }: WriterTask, body: BodyToCommit): MaybePromise<'stored' | 'refused'> {
    const { tables, lookup, settings, queue } = this.#tools
    const { maxVariants, clock } = settings
    const kept = headBeside(head, body.length)
    if (kept === undefined) return 'refused'
    const work = () => {
      lookup.forget(key)
      const committed = commitEntry(tables, { key, head: kept, claim, body, maxVariants, now: clock.now() })
      if (committed === 'refused') return committed
      lookup.expect({ key, head: kept, length: body.length }, committed)
      if (body.loose !== undefined) this.#begun.delete(body.loose)
      this.#noteWritten(kept.text.length + body.last.length)
      return 'stored'
    }
    return this.#orRefused(() =>
      queue.runSoon({ work, concerns: (concerned) => concerned === key, bytes: body.last.length }),
    )
  }

  giveUpBody(body: number): void {
    const { tables, wake } = this.#tools
    this.#begun.delete(body)
    const done = () => {
      wake()
    }
    try {
      const given = this.#run(() => tables.body.giveUpLoose.run(0, body))
      // Nobody has to know whether that went well: what nobody writes to is found by its age.
      if (typeof given !== 'number') given.then(done, done)
      else done()
    } catch {
      // As before.
    }
  }

  checkOpen(): void {
    this.#tools.checkOpen()
  }

  /** Says of bodies that are written slowly that they are written still. */
  sayAlive(): 'done' {
    const { tables, settings } = this.#tools
    const now = settings.clock.now()
    const silent = [...this.#begun].filter(([, said]) => now - said > orphanAge / 4)
    if (silent.length === 0) return 'done'
    tables.transaction(() => {
      for (const [body] of silent) tables.body.touchLoose.run(now, 0, body)
    })
    for (const [body] of silent) this.#begun.set(body, now)
    return 'done'
  }

  /** Looks after the file when a transaction is over. */
  afterTransaction(): void {
    const written = this.#writtenBytes
    if (written === 0) return
    this.#writtenBytes = 0
    this.#tools.log.noteWritten(written)
    this.#unseenBytes += written
    if (this.#unseenBytes < this.#tools.settings.maxBytes * lookedAfter) return
    this.#unseenBytes = 0
    this.#tools.wake()
  }

  /** Nothing that is being written will be committed. */
  close(): void {
    for (const body of this.#begun.keys()) this.giveUpBody(body)
  }

  #run<Answer>(work: () => Answer): MaybePromise<Answer> {
    return this.#tools.queue.run({ work, concerns: () => false })
  }

  /** A store that is as large as it may be, and can make no room, refuses; a disk that is full is an error. */
  #orRefused<Answer>(work: () => MaybePromise<Answer>): MaybePromise<Answer | 'refused'> {
    const judge = (error: unknown): 'refused' => {
      const isFull = error instanceof StoreError && failureOf(error.cause) === 'full'
      if (isFull && this.#tools.pruner.isAtLimit) return 'refused'
      throw error
    }
    try {
      const answer = work()
      return answer instanceof Promise ? answer.catch(judge) : answer
    } catch (error) {
      return judge(error)
    }
  }

  /** Beside the bytes, pages of tables and their indexes are written. */
  #noteWritten(bytes: number): void {
    this.#writtenBytes += bytes + writtenBeside
  }
}
