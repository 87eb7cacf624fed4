/** Two hashes of a text (FNV-1a, the second over other constants), as one exact number of 53 bits. */
const hashOf = (text: string): number => {
  let one = 0x811c9dc5
  let other = 0x9e3779b9
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x85ebca6b) ^ (other >>> 15)
  }
  return (one >>> 0) + ((other ^ (other >>> 13)) & 0x1fffff) * 2 ** 32
}

/** How a state was found first: from which one, by which of the actions that were possible there. */
interface Origin {
  readonly parent: number
  readonly action: number
}

/** All states that were found, as numbers in the order in which they were, and all edges between them. */
export class StateTable {
  readonly #numbers = new Map<number, number>()
  readonly #origins: Origin[] = []
  readonly #depths: number[] = []
  /** What an edge leads from and to, one after the other. */
  readonly #edges: number[] = []
  readonly #owed: boolean[] = []

  get size(): number {
    return this.#origins.length
  }

  get edgeCount(): number {
    return this.#owed.length
  }

  /** The number of a state, and whether it was not known before. */
  add(digest: string, origin: Origin): { readonly state: number; readonly isNew: boolean } {
    const hash = hashOf(digest)
    const known = this.#numbers.get(hash)
    if (known !== undefined) return { state: known, isNew: false }
    const state = this.#origins.length
    this.#numbers.set(hash, state)
    this.#origins.push(origin)
    this.#depths.push(origin.parent < 0 ? 0 : this.depthOf(origin.parent) + 1)
    return { state, isNew: true }
  }

  addEdge(from: number, to: number, kind: 'owed' | 'free'): void {
    this.#edges.push(from, to)
    this.#owed.push(kind === 'owed')
  }

  depthOf(state: number): number {
    return this.#depths[state] ?? 0
  }

  /** The actions that lead to a state, by their numbers, on a shortest way. */
  pathTo(state: number): readonly number[] {
    const path: number[] = []
    for (let at = state; ;) {
      const origin = this.#origins[at]
      if (origin === undefined || origin.parent < 0) return path.toReversed()
      path.push(origin.action)
      at = origin.parent
    }
  }

  /** The states from which none of the others can be reached by what is owed alone. */
  cutOffFrom(goals: readonly number[]): readonly number[] {
    const incoming = this.#incoming()
    const reaches = new Uint8Array(this.size)
    const pending = [...goals]
    for (const goal of goals) reaches[goal] = 1
    for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
      for (const from of incoming[state] ?? []) {
        if (reaches[from] === 1) continue
        reaches[from] = 1
        pending.push(from)
      }
    }
    return this.#origins.flatMap((_origin, state) => (reaches[state] === 1 ? [] : [state]))
  }

  #incoming(): number[][] {
    const incoming: number[][] = this.#origins.map(() => [])
    this.#owed.forEach((isOwed, edge) => {
      if (isOwed) incoming[this.#edges[edge * 2 + 1] ?? 0]?.push(this.#edges[edge * 2] ?? 0)
    })
    return incoming
  }
}
