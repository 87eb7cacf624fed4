import type { Millis } from '../../http/units.ts'
import type { Body } from '../../ports/body.ts'
import type { StoredEntry, StoreMoment } from '../../ports/store.ts'
import type { ChangeTicket } from './change-generations.ts'
import { CopiedBody } from './copied-body.ts'
import type { BodyCopier } from './far-entry.ts'
import type { WholeReading } from './near-copies.ts'

/** What a copy is to be made of, and when that was read. */
export interface CopySource {
  readonly key: string
  readonly ticket: ChangeTicket
  readonly readAt: Millis
  readonly moment: StoreMoment | undefined
  readonly variants: readonly StoredEntry[]
}

/** Where copies go. */
export interface CopyHost {
  /** As much as the bodies of a key may have together, in bytes. */
  readonly maxBytes: number
  mayBeCopied(ticket: ChangeTicket): boolean
  place(reading: WholeReading): void
  /** A body that nobody has asked for could not be read: whoever does will be told. */
  failed(error: unknown): void
}

/**
 * A copy in the making. The body that is opened first is copied on its way to its reader; with it the others of the key
 * are read, since a key is near with all its variants or not at all.
 */
export class PendingCopy implements BodyCopier {
  readonly #host: CopyHost
  readonly #source: CopySource
  readonly #bodies: (readonly Uint8Array[] | undefined)[]
  /** Those that somebody copies just now. */
  readonly #onTheWay = new Set<number>()
  #room: number
  #missing: number
  #others: 'asleep' | 'wanted' = 'asleep'
  #state: 'open' | 'over' = 'open'

  constructor(host: CopyHost, source: CopySource) {
    this.#host = host
    this.#source = source
    this.#bodies = source.variants.map(() => undefined)
    this.#missing = source.variants.length
    this.#room = host.maxBytes
  }

  /** A body is about to be read; the result is for its reader. */
  opened(index: number, body: Body | undefined): Body | undefined {
    if (body === undefined || !this.#wants(index)) return body
    const { bytes, length } = body
    if (bytes !== undefined) this.#keep(index, [bytes])
    else if ((length ?? 0) > this.#room) this.#end()
    else return this.#copied(index, body)
    return body
  }

  #wants(index: number): boolean {
    if (this.#state === 'over' || this.#bodies[index] !== undefined || this.#onTheWay.has(index)) return false
    if (!this.#host.mayBeCopied(this.#source.ticket)) this.#end()
    return this.#isOpen
  }

  get #isOpen(): boolean {
    return this.#state === 'open'
  }

  #copied(index: number, body: Body): Body {
    this.#onTheWay.add(index)
    const done = (chunks: readonly Uint8Array[] | undefined): void => {
      this.#onTheWay.delete(index)
      if (chunks !== undefined && this.#isOpen) this.#keep(index, chunks)
    }
    return new CopiedBody(body, { most: this.#room, done })
  }

  #keep(index: number, chunks: readonly Uint8Array[]): void {
    this.#room -= chunks.reduce((sum, { length }) => sum + length, 0)
    if (this.#room < 0) return this.#end()
    this.#bodies[index] = chunks
    this.#missing -= 1
    if (this.#missing === 0) return this.#place()
    if (this.#others === 'wanted') return
    this.#others = 'wanted'
    this.#readOthers().catch((error: unknown) => {
      this.#end()
      this.#host.failed(error)
    })
  }

  async #readOthers(): Promise<void> {
    for (const [index, entry] of this.#source.variants.entries()) {
      if (!this.#wants(index)) continue
      const body = this.opened(index, await entry.open())
      if (body === undefined) return this.#end()
      if (body.bytes !== undefined) continue
      // Leaving the loop gives the body up.
      for await (const _ of body) if (!this.#isOpen) break
    }
  }

  #place(): void {
    const bodies = this.#bodies.map((chunks) => chunks ?? [])
    this.#end()
    this.#host.place({ ...this.#source, bodies })
  }

  /** Holds no body any more. */
  #end(): void {
    this.#state = 'over'
    this.#bodies.fill(undefined)
  }
}
