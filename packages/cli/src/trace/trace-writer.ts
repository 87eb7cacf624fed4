import type { CacheRecord, Millis, RecordingStart } from '@cachechart/core'
import { printable } from '../printable.ts'
import { LineQueue } from './line-queue.ts'
import { reasonOf } from './trace-failure.ts'
import type { TraceSink } from './trace-sink.ts'

/** What a writer is made of. */
export interface TraceWriterOptions {
  readonly sink: TraceSink
  /** What is written of a record. */
  readonly textOf: (record: CacheRecord) => string
  /** For what a person should know; whole lines. */
  readonly say: (text: string) => void
  /** How many bytes may wait for the disk. Default 16 MiB. */
  readonly maxQueuedBytes?: number
  /** How long lines are gathered before they are written together. Default 50 ms. */
  readonly gatherFor?: Millis
  /** After a failure the next attempt is made that long afterwards. Default 1 s. */
  readonly retryAfter?: Millis
}

const atOnce = 256 * 1024

/**
 * Writes down the records of one cache, and keeps nobody waiting: when the disk is slower than the cache, records are left
 * out, and counted in one of their own. Each file begins with the cache's first record.
 */
export class TraceWriter {
  readonly #options: TraceWriterOptions
  readonly #queue: LineQueue
  readonly #gatherFor: Millis
  readonly #retryAfter: Millis
  #start: RecordingStart | undefined
  #longestLine = 0
  #lastAt: Millis = 0
  /** Left out since the last line that waits. */
  #lost = 0
  #lostInTrouble = 0
  #writing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #isInTrouble = false
  #isClosed = false

  constructor(options: TraceWriterOptions) {
    this.#options = options
    this.#queue = new LineQueue(options.maxQueuedBytes ?? 16 * 2 ** 20)
    this.#gatherFor = options.gatherFor ?? 50
    this.#retryAfter = options.retryAfter ?? 1_000
  }

  /** Takes the next record. Throws only what `textOf` throws. */
  readonly take = (record: CacheRecord): void => {
    this.#lastAt = record.at
    if (record.kind === 'start') return this.#noteStart(record)
    if (this.#isClosed || this.#queue.isFull) this.#lose()
    else this.#add(this.#lineOf(record))
    this.#wake()
  }

  /** Resolves when the first file has begun; rejects when that cannot be. */
  async begun(): Promise<void> {
    await this.#options.sink.rotate(Buffer.from(this.#head()))
  }

  /** Writes what waits, for no longer than `patience`. Whatever comes later is not written. */
  async close(patience: Millis): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    const limit = Promise.withResolvers<void>()
    const timer = setTimeout(limit.resolve, patience)
    await Promise.race([limit.promise, this.#finish()])
    clearTimeout(timer)
    const left = this.#queue.length + this.#lost
    if (left > 0) this.#options.say(`The end of the trace is not written: ${inRecords(left)}.\n`)
  }

  async #finish(): Promise<void> {
    await this.#writing
    this.#noteLoss()
    await this.#write()
    await this.#options.sink.close().catch((error: unknown) => this.#noteTrouble(error))
  }

  #noteStart(record: RecordingStart): void {
    this.#start = record
    this.#longestLine = this.#options.sink.maxBytes - Buffer.byteLength(this.#head())
  }

  #add(line: string): void {
    const size = Buffer.byteLength(line)
    // No file has room for it.
    if (size > this.#longestLine) return this.#lose()
    this.#noteLoss()
    this.#queue.add(line, size)
  }

  #lose(): void {
    this.#lost += 1
    if (this.#isInTrouble) this.#lostInTrouble += 1
  }

  #noteLoss(): void {
    if (this.#lost === 0) return
    this.#queue.add(this.#lineOf({ kind: 'loss', at: this.#lastAt, count: this.#lost }))
    this.#lost = 0
  }

  #wake(): void {
    if (this.#writing !== undefined || this.#isClosed || this.#isInTrouble) return
    if (this.#queue.bytes >= atOnce) this.#begin()
    else this.#timer ??= setTimeout(() => this.#begin(), this.#gatherFor).unref()
  }

  #begin(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = this.#write().then(() => {
      this.#writing = undefined
      if (this.#isInTrouble && !this.#isClosed)
        this.#timer = setTimeout(() => this.#begin(), this.#retryAfter).unref()
      else if (this.#queue.length > 0) this.#wake()
    })
  }

  /** Writes all that waits; never rejects. */
  async #write(): Promise<void> {
    try {
      while (this.#queue.length > 0) {
        await this.#writeSome()
        this.#noteRelief()
        if (this.#queue.length === 0) this.#noteLoss()
      }
    } catch (error) {
      this.#noteTrouble(error)
    }
  }

  async #writeSome(): Promise<void> {
    const { sink } = this.#options
    const lines = this.#queue.first(sink.room)
    if (lines.length === 0) return sink.rotate(Buffer.from(this.#head()))
    await sink.append(Buffer.from(lines.join('')))
    this.#queue.remove(lines)
  }

  #noteTrouble(error: unknown): void {
    if (this.#isInTrouble) return
    this.#isInTrouble = true
    this.#lostInTrouble = this.#lost
    const next = 'Requests are answered as before, and it is tried again.'
    this.#options.say(`The trace cannot be written: ${printable(reasonOf(error))}. ${next}\n`)
  }

  #noteRelief(): void {
    if (!this.#isInTrouble) return
    this.#isInTrouble = false
    this.#options.say(`The trace is written again; left out: ${inRecords(this.#lostInTrouble)}.\n`)
  }

  /** The first line of a file that begins now. */
  #head(): string {
    if (this.#start === undefined) throw new TypeError('no cache has begun to record')
    return this.#lineOf({ ...this.#start, at: this.#lastAt })
  }

  #lineOf(record: CacheRecord): string {
    return `${this.#options.textOf(record)}\n`
  }
}

const inRecords = (count: number): string => `${count} ${count === 1 ? 'record' : 'records'}`
