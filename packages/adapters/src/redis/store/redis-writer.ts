import { hasField, type StoredResponse, type StoreWriter, type WriteClaim } from '@cachechart/core'
import { randomBytes } from 'node:crypto'
import { codingFor, encodeWith, type BodyCoding } from './body-coding.ts'
import { commitResponse } from './commit-response.ts'
import { refusalOf } from '../client/refusal.ts'
import type { EarlierPurges } from './pending-purges.ts'
import { runScript } from './redis-script.ts'
import { bodyGrace, type StoreContext } from './store-context.ts'
import { inlineBytes, pieceBytes } from './variant-record.ts'
import { appendScript } from './write-scripts.ts'

/** What is written, and by what right. */
export interface WriterTask {
  readonly key: string
  readonly response: StoredResponse
  readonly claim: WriteClaim | undefined
}

/**
 * Writes one response. Of a body at most two pieces are held: one on its way, one that fills up. What is sent before the commit
 * runs out by itself.
 */
export class RedisWriter implements StoreWriter {
  readonly #context: StoreContext
  readonly #task: WriterTask
  readonly #id = randomBytes(12).toString('base64url')
  #held: Uint8Array[] = []
  #heldBytes = 0
  #length = 0
  #pieces = 0
  #coding: BodyCoding | undefined
  #sending: Promise<unknown> = Promise.resolve()
  #state: 'open' | 'closed' = 'open'

  constructor(context: StoreContext, task: WriterTask) {
    this.#context = context
    this.#task = task
  }

  write(chunk: Uint8Array): 'accepted' | 'refused' | Promise<'accepted' | 'refused'> {
    this.#context.checkOpen()
    if (this.#state === 'closed') return 'refused'
    this.#length += chunk.length
    if (this.#length > this.#context.limits.maxEntryBytes) return this.#refuse()
    if (chunk.length > 0) this.#held.push(chunk)
    this.#heldBytes += chunk.length
    return this.#heldBytes < pieceBytes ? 'accepted' : this.#sendFull()
  }

  async commit(): Promise<'stored' | 'refused'> {
    this.#context.checkOpen()
    if (this.#state === 'closed') return 'refused'
    this.#state = 'closed'
    const { key } = this.#task
    const earlier = this.#context.purges.begun()
    try {
      const outcome = await this.#context.queue.change(key, () => this.#commit(earlier))
      if (outcome === 'refused') this.#forget()
      return outcome
    } catch (error) {
      // Whether the server has done it is not known, unless it says so: what it has not done runs out by itself.
      if (refusalOf(error) === 'OOM') this.#forget()
      throw error
    }
  }

  abort(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#forget()
  }

  async #commit(earlier: EarlierPurges): Promise<'stored' | 'refused'> {
    const rest = Buffer.concat(this.#held)
    this.#held = []
    const coding = await this.#codingFor(rest)
    const bytes = await encodeWith(coding, rest)
    const isInline = this.#pieces === 0 && bytes.length <= inlineBytes
    if (!isInline && rest.length > 0) await this.#send(bytes)
    const { key, response, claim } = this.#task
    const body = { id: this.#id, length: this.#length, coding, pieces: this.#pieces }
    const inline = isInline ? bytes : undefined
    return commitResponse(this.#context, { key, response, claim, body, inline, sent: this.#sending, earlier })
  }

  async #sendFull(): Promise<'accepted'> {
    let all = Buffer.concat(this.#held)
    while (all.length >= pieceBytes) {
      const piece = all.subarray(0, pieceBytes)
      all = all.subarray(pieceBytes)
      // oxlint-disable-next-line no-await-in-loop -- one is on its way at a time
      const bytes = await encodeWith(await this.#codingFor(piece), piece)
      // oxlint-disable-next-line no-await-in-loop -- the same
      await this.#send(bytes)
    }
    this.#held = all.length === 0 ? [] : [Buffer.from(all)]
    this.#heldBytes = all.length
    return 'accepted'
  }

  /** Sends a piece once the one before has come. */
  async #send(bytes: Uint8Array): Promise<void> {
    await this.#sending
    const { link, names } = this.#context
    const name = names.body(names.tagOf(this.#task.key), this.#id)
    const parameters = [this.#pieces, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), bodyGrace]
    this.#pieces += 1
    this.#sending = runScript(link, appendScript, { keys: [name], parameters })
    // It is looked at with the next piece, or at the end.
    this.#sending.catch(() => {})
  }

  async #codingFor(beginning: Uint8Array): Promise<BodyCoding> {
    const { compress } = this.#context.limits
    if (this.#coding !== undefined) return this.#coding
    const mayCompress = compress !== undefined && !hasField(this.#task.response.fields, 'content-encoding')
    this.#coding = mayCompress ? await codingFor(compress, beginning) : 'identity'
    return this.#coding
  }

  #refuse(): 'refused' {
    this.#state = 'closed'
    this.#forget()
    return 'refused'
  }

  /** What was sent would run out by itself; it is in the way until then. */
  #forget(): void {
    this.#held = []
    if (this.#pieces === 0) return
    const { link, names } = this.#context
    const name = names.body(names.tagOf(this.#task.key), this.#id)
    const forgotten = this.#sending.then(
      () => link.send(name, ['UNLINK', name]),
      () => link.send(name, ['UNLINK', name]),
    )
    forgotten.catch(() => {})
  }
}

/** A writer for what is not taken. */
export const refusingWriter: StoreWriter = Object.freeze({
  write: () => 'refused',
  commit: () => 'refused',
  abort: () => {},
})
