/** A power of two. */
const shardCount = 64

/**
 * Which place a key has. It is many small maps: one of a million keys stops everything for tens of milliseconds whenever
 * it grows, or has been emptied and filled so often that its table is made anew. By the key's end, where keys differ
 * most, they are spread over the maps; that need not be even for anything but these pauses.
 */
export class KeyTable {
  readonly #shards = Array.from({ length: shardCount }, () => new Map<string, number>())

  get(key: string): number | undefined {
    return this.#shardOf(key).get(key)
  }

  set(key: string, place: number): void {
    this.#shardOf(key).set(key, place)
  }

  delete(key: string): void {
    this.#shardOf(key).delete(key)
  }

  clear(): void {
    for (const shard of this.#shards) shard.clear()
  }

  #shardOf(key: string): Map<string, number> {
    const shard = this.#shards[shardNumber(key)]
    if (shard === undefined) throw new TypeError('there is a map for every number')
    return shard
  }
}

/** By some of the last characters: those before an extension, too. */
function shardNumber(key: string): number {
  const { length } = key
  if (length < 8) return length
  const last = key.charCodeAt(length - 1) + key.charCodeAt(length - 2) * 7
  return (last + key.charCodeAt(length - 6) * 3 + key.charCodeAt(length - 7) * 21) & (shardCount - 1)
}
