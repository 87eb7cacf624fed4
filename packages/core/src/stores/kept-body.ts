import { bodySize } from './entry-size.ts'
import { Slab, type Tenant } from './slab.ts'

const nowhere = new Slab(new ArrayBuffer(0))

/**
 * A body, and what else entries have in common with those that they were before their heads changed: whoever found one
 * of them uses them all.
 */
export class KeptBody implements Tenant {
  readonly length: number
  uses = 0
  slab = nowhere
  offset = 0
  index = -1

  constructor(length: number) {
    this.length = length
  }

  /** What it is taken to occupy in memory, in bytes. */
  get size(): number {
    return bodySize(this.length)
  }

  /** Where they are now, without a copy. `undefined`: a reader of these or of neighbouring bytes has taken the buffer away. */
  get bytes(): Uint8Array | undefined {
    return this.length === 0 ? new Uint8Array(0) : this.slab.bytesOf(this)
  }
}
