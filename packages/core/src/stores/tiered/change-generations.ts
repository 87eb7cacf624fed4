/** A power of two: 256 KiB in all. Keys that share a slot are invalidated together, which costs a lookup. */
const slotCount = 65_536

/** What was known of the changes to a key at one moment. */
export interface ChangeTicket {
  readonly slot: number
  readonly generation: number
  readonly epoch: number
}

/**
 * Which keys have changed since something was read of them. Nothing is kept for a key: each is counted by a slot that it
 * shares with others, so that invalidating is one addition, whether or not there is a copy.
 */
export class ChangeGenerations {
  readonly #generations = new Uint32Array(slotCount)
  /** Counts what may have changed any key. */
  #epoch = 0
  #openPurges = 0

  /** What is read from now on is of this moment, as far as changes to the tag are concerned. */
  ticketFor(tag: string): ChangeTicket {
    const slot = slotOf(tag)
    return { slot, generation: this.#generationAt(slot), epoch: this.#epoch }
  }

  change(tag: string): void {
    const slot = slotOf(tag)
    this.#generations[slot] = this.#generationAt(slot) + 1
  }

  changeAll(): void {
    this.#epoch += 1
  }

  /** Until it has ended nobody can say what of it a reading has seen. */
  beginPurge(): void {
    this.#openPurges += 1
    this.#epoch += 1
  }

  endPurge(): void {
    this.#openPurges -= 1
    this.#epoch += 1
  }

  /** Whether nothing has changed what a copy was made of; those that a purge is about were taken out by it. */
  isUnchanged({ slot, generation }: ChangeTicket): boolean {
    return this.#generations[slot] === generation
  }

  /** Whether what was read since may become a copy. */
  mayBeCopied(ticket: ChangeTicket): boolean {
    return this.#openPurges === 0 && ticket.epoch === this.#epoch && this.isUnchanged(ticket)
  }

  #generationAt(slot: number): number {
    return this.#generations[slot] ?? 0
  }
}

/** FNV-1a (Fowler, Noll, Vo) over the UTF-16 units. */
function slotOf(tag: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < tag.length; index += 1)
    hash = Math.imul(hash ^ tag.charCodeAt(index), 0x01000193)
  return (hash ^ (hash >>> 16)) & (slotCount - 1)
}
