import { longestPacked } from './entry-size.ts'
import { KeptBody } from './kept-body.ts'
import { Slab, type Tenant } from './slab.ts'

/** The length of a buffer that bodies share: small, as the last reader of one of them keeps all of it in memory. */
const slabBytes = 32 * 1024

/**
 * Keeps the bytes of bodies. Small ones are packed into slabs. What is released leaves a hole which nobody fills, as
 * somebody may be reading there still; a slab that has come to be holes by a quarter is given up: its other tenants move
 * to a new one, and its memory goes with its last reader.
 */
export class BodyPool {
  #open = new Slab(new ArrayBuffer(0))

  /** Copies the bytes. */
  keep(bytes: Uint8Array): KeptBody {
    if (bytes.length > longestPacked) return this.adopt(new Uint8Array(bytes).buffer)
    const body = new KeptBody(bytes.length)
    if (bytes.length > 0) this.#pack(body, bytes)
    return body
  }

  /** Takes a buffer over; nobody may write into it any more. */
  adopt(buffer: ArrayBuffer): KeptBody {
    if (buffer.byteLength <= longestPacked) return this.keep(new Uint8Array(buffer))
    const body = new KeptBody(buffer.byteLength)
    new Slab(buffer).admit(body)
    return body
  }

  /** It is not stored any more. Whoever holds it can read it all the same. May be said again. */
  release(body: KeptBody): void {
    const { slab } = body
    slab.giveUp(body)
    if (slab !== this.#open) this.#tidy(slab)
  }

  /** The same of many, where it is not worth while to tidy up between them. */
  releaseAll(bodies: readonly KeptBody[]): void {
    for (const body of bodies) body.slab.giveUp(body)
    this.#open = new Slab(new ArrayBuffer(0))
  }

  #pack(tenant: Tenant, bytes: Uint8Array): void {
    while (!this.#open.hasRoomFor(bytes.length)) {
      const full = this.#open
      this.#open = new Slab(new ArrayBuffer(slabBytes))
      // Which may fill the new one.
      this.#tidy(full)
    }
    this.#open.admit(tenant)
    this.#open.write(tenant, bytes)
  }

  /** Moves those that are left in a slab with too many holes. */
  #tidy(slab: Slab): void {
    if (!slab.isHoley) return
    for (const tenant of slab.clear()) {
      const bytes = slab.bytesOf(tenant)
      if (bytes !== undefined) this.#pack(tenant, bytes)
    }
  }
}
