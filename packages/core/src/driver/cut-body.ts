import type { BodyCut } from '../policy/present.ts'
import type { Body } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import { bytesBody, noBytes } from './bytes-body.ts'
import { joinBytes } from './join-bytes.ts'

/**
 * A body made of pieces of another. The slices ascend and do not overlap, so that the other is read once; it is given
 * up as soon as the last byte that is needed of it has come.
 *
 * Its reader gets a `StoreError` (`ERR_STORE_FAILED`) where the other body ends before the last slice.
 */
export const cutBody = (body: Body, cut: BodyCut): Body => {
  const bytes = body.bytes && cutBytes(body.bytes, cut)
  return bytes === undefined ? new CutBody(body, cut) : bytesBody(bytes)
}

const cutBytes = (bytes: Uint8Array, cut: BodyCut): Uint8Array | undefined => {
  if (bytes.length < neededOf(cut)) return undefined
  const pieces = cut.pieces.map((piece) =>
    typeof piece === 'string' ? encoder.encode(piece) : bytes.subarray(piece.from, piece.to),
  )
  return joinBytes(pieces)
}

const encoder = new TextEncoder()

/** How many bytes of the source it takes, from its start. */
const neededOf = ({ pieces }: BodyCut): number =>
  pieces.reduce<number>((needed, piece) => (typeof piece === 'string' ? needed : piece.to), 0)

/** Cuts a body while it is read. */
class CutBody implements Body {
  readonly bytes = undefined
  readonly #source: Body
  readonly #cut: BodyCut
  readonly #needed: number
  readonly #reading = this.#read()
  /** `released`: the source has given all that is needed of it. */
  #state: 'open' | 'released' | 'closed' = 'open'
  /** The chunk that came last, and where in the source it lies. */
  #chunk: Uint8Array = noBytes
  #start = 0
  #end = 0

  constructor(source: Body, cut: BodyCut) {
    this.#source = source
    this.#cut = cut
    this.#needed = neededOf(cut)
  }

  get length(): number {
    return this.#cut.length
  }

  cancel(): void {
    const before = this.#state
    this.#state = 'closed'
    if (before === 'open') this.#source.cancel()
  }

  /** The same for all who ask: a source is not read twice. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#reading
  }

  async *#read(): AsyncGenerator<Uint8Array, void> {
    if (this.#isClosed()) return
    try {
      const source = this.#source[Symbol.asyncIterator]()
      for (const piece of this.#cut.pieces) {
        if (typeof piece === 'string') {
          yield encoder.encode(piece)
          if (this.#isClosed()) return
          continue
        }
        for (let at = piece.from; at < piece.to;) {
          if (at < this.#end) {
            const view = this.#chunk.subarray(at - this.#start, piece.to - this.#start)
            at += view.length
            yield view
          } else {
            await this.#pull(source)
          }
          if (this.#isClosed()) return
        }
      }
    } finally {
      this.cancel()
    }
  }

  async #pull(source: AsyncIterator<Uint8Array>): Promise<void> {
    const { done, value } = await source.next()
    if (this.#isClosed()) return
    if (done === true) {
      const seen = `the stored body has ${this.#end} bytes; at least ${this.#needed} were expected`
      throw new StoreError('ERR_STORE_FAILED', seen)
    }
    this.#chunk = value
    this.#start = this.#end
    this.#end += value.length
    if (this.#end < this.#needed) return
    this.#state = 'released'
    this.#source.cancel()
  }

  #isClosed(): boolean {
    return this.#state === 'closed'
  }
}
