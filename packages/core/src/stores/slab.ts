/** What lies in a slab, and where. */
export interface Tenant {
  /** In bytes. */
  readonly length: number
  slab: Slab
  /** Where its bytes begin. */
  offset: number
  /** Its number among the tenants. */
  index: number
}

/** A buffer, and whose bytes lie in it. It is filled from its beginning to its end, once. */
export class Slab {
  readonly #buffer: ArrayBuffer
  /** All of it, once something was written. */
  #bytes: Uint8Array | undefined
  #tenants: (Tenant | undefined)[] = []
  #filled = 0
  #live = 0

  constructor(buffer: ArrayBuffer) {
    this.#buffer = buffer
  }

  /** Whether a quarter or more of what was filled is nobody's any more. */
  get isHoley(): boolean {
    return this.#live <= this.#filled * 0.75
  }

  hasRoomFor(length: number): boolean {
    return this.#filled + length <= this.#buffer.byteLength
  }

  /** Gives it the next piece, for which there must be room, and says so to it. Its bytes are not there yet. */
  admit(tenant: Tenant): void {
    tenant.slab = this
    tenant.offset = this.#filled
    tenant.index = this.#tenants.length
    // A list that begins with nothing makes room for many, and most slabs of a large body have the one.
    if (tenant.index === 0) this.#tenants = [tenant]
    else this.#tenants.push(tenant)
    this.#filled += tenant.length
    this.#live += tenant.length
  }

  /** Its piece becomes a hole. It may have been given up before. */
  giveUp(tenant: Tenant): void {
    if (this.#tenants[tenant.index] !== tenant) return
    this.#tenants[tenant.index] = undefined
    this.#live -= tenant.length
  }

  /** Gives up all that are left. Their bytes stay where they are for as long as anybody can read them. */
  clear(): readonly Tenant[] {
    const left = this.#tenants.filter((tenant) => tenant !== undefined)
    this.#tenants = []
    this.#live = 0
    return left
  }

  /** Fills the tenant's piece. */
  write({ offset }: Tenant, bytes: Uint8Array): void {
    this.#bytes ??= new Uint8Array(this.#buffer)
    this.#bytes.set(bytes, offset)
  }

  /** The tenant's bytes, without a copy. `undefined`: someone who was given bytes has taken their buffer away. */
  bytesOf({ offset, length }: Tenant): Uint8Array | undefined {
    const left = this.#bytes === undefined ? this.#buffer.byteLength : this.#bytes.length
    return left === 0 ? undefined : new Uint8Array(this.#buffer, offset, length)
  }
}
