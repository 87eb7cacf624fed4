import type { RelayReader } from './relay-reader.ts'

/** `leader`: its pace is that of a body that is not stored. */
export type ReaderPlace = 'leader' | 'follower'

/**
 * All who read one body, each at its own pace. One of them sets the pace and is never cut off: the leader, or who has
 * read for longest. Who is further behind than the window is sent to the store for the rest.
 *
 * Chunks are shared, never copied: what lies ready for one is a tail of what lies ready for the slowest.
 */
export class RelayReaders {
  readonly #window: number
  #pacer: RelayReader | undefined
  /** The others that keep up, in the order in which they came. A lone reader needs no set. */
  #followers: Set<RelayReader> | undefined
  /** Those that do not, and how many bytes each has had. */
  #behind: Map<RelayReader, number> | undefined
  /** The beginning of the body, as long as it is all that has passed. */
  #beginning: Uint8Array[] | undefined = []
  #passed = 0

  /** @param window in bytes */
  constructor(window: number) {
    this.#window = window
  }

  get size(): number {
    const pacing = this.#pacer === undefined ? 0 : 1
    return pacing + (this.#followers?.size ?? 0) + (this.#behind?.size ?? 0)
  }

  get hasBehind(): boolean {
    return this.#behind !== undefined && this.#behind.size > 0
  }

  get pacer(): RelayReader | undefined {
    return this.#pacer
  }

  /** Whether all that has passed is still at hand, for those who come late. */
  get isWhole(): boolean {
    return this.#beginning !== undefined
  }

  /** The reader gets what has passed, and is one of those who get the rest. */
  add(reader: RelayReader, place: ReaderPlace): void {
    for (const chunk of this.#beginning ?? []) reader.push(chunk)
    const before = this.#pacer
    if (before === undefined) {
      this.#pacer = reader
    } else if (place === 'follower') {
      this.#followers ??= new Set()
      this.#followers.add(reader)
    } else {
      this.#pacer = reader
      this.#followers = new Set([before, ...(this.#followers ?? [])])
    }
  }

  /** Whether it was one of them. */
  drop(reader: RelayReader): boolean {
    if (reader === this.#pacer) this.#promote()
    else if (this.#followers?.delete(reader) !== true) return this.#behind?.delete(reader) === true
    reader.release()
    return true
  }

  /** Gives a chunk to all. Who has left too much lying does not get it: it falls behind. */
  push(chunk: Uint8Array): void {
    this.#keep(chunk)
    this.#pacer?.push(chunk)
    if (this.#followers !== undefined) {
      for (const reader of this.#followers) {
        // One who holds nothing is not behind, however much comes at once.
        if (reader.buffered > 0 && reader.buffered + chunk.length > this.#window) this.#leaveBehind(reader)
        else reader.push(chunk)
      }
    }
    this.#passed += chunk.length
  }

  /** All has passed. Those who fell behind are left. */
  end(): void {
    for (const reader of this.#takeInStep()) reader.end()
  }

  /** What has passed is not all: everybody is told, who fell behind as well. */
  fail(error: unknown): void {
    const all = [...this.#takeInStep(), ...this.takeBehind().map(([reader]) => reader)]
    for (const reader of all) reader.fail(error)
  }

  /** Those who fell behind, and how many bytes each has had; they are not known here any more. */
  takeBehind(): readonly (readonly [RelayReader, number])[] {
    const behind = this.#behind
    this.#behind = undefined
    return behind === undefined ? [] : [...behind]
  }

  /** Nobody may come late any more. */
  forgetBeginning(): void {
    this.#beginning = undefined
  }

  #promote(): void {
    const [next] = this.#followers ?? []
    this.#pacer = next
    if (next !== undefined) this.#followers?.delete(next)
  }

  #keep(chunk: Uint8Array): void {
    if (this.#beginning === undefined) return
    if (this.#passed + chunk.length > this.#window) this.#beginning = undefined
    else this.#beginning.push(chunk)
  }

  #leaveBehind(reader: RelayReader): void {
    this.#behind ??= new Map()
    this.#behind.set(reader, this.#passed - reader.buffered)
    this.#followers?.delete(reader)
    reader.fallBehind()
  }

  #takeInStep(): RelayReader[] {
    const all = this.#pacer === undefined ? [] : [this.#pacer, ...(this.#followers ?? [])]
    this.#pacer = undefined
    this.#followers = undefined
    return all
  }
}
