import type { Store, StoredResponse, StoreWriter } from '@cachechart/core'
import { lookUp } from '../store/look-up.ts'
import { readArchive, type ArrivingEntry } from './read-archive.ts'

/** What has become of the entries of an archive. */
export interface ImportedCounts {
  readonly imported: number
  readonly bodyBytes: number
  /** Those of which the store has the same, or a newer one. */
  readonly kept: number
  /** Those that the store does not take: over its limits, or not to leave the memory of a process. */
  readonly refused: number
  /** Those that whoever wrote the archive could not read. */
  readonly broken: number
}

/**
 * Writes what is in an archive into a store. An entry is there whole or not at all. Rejects with an `ArchiveError`, or with
 * a `StoreError`; what came before it stays. `counts` tells how far it has come.
 */
export class ArchiveImport {
  readonly #store: Store
  #imported = 0
  #bodyBytes = 0
  #kept = 0
  #refused = 0
  #broken = 0

  constructor(store: Store) {
    this.#store = store
  }

  get counts(): ImportedCounts {
    return {
      imported: this.#imported,
      bodyBytes: this.#bodyBytes,
      kept: this.#kept,
      refused: this.#refused,
      broken: this.#broken,
    }
  }

  async run(pieces: AsyncIterable<Uint8Array>, onEntry?: () => Promise<void>): Promise<void> {
    for await (const entry of readArchive(pieces)) {
      await this.#take(entry)
      await onEntry?.()
    }
  }

  async #take(entry: ArrivingEntry): Promise<void> {
    const { key, response, body, bodyLength } = entry
    const isKept = await hasSameOrNewer(this.#store, key, response)
    const writer = isKept ? undefined : this.#store.put(key, response)
    try {
      const isTaken = writer !== undefined && (await writeAll(writer, body))
      // What is left of a body that is not wanted lies before what comes next.
      for await (const _left of body);
      const seal = await entry.seal()
      if (isKept) this.#kept += 1
      else if (seal === 'broken') this.#broken += 1
      else if (isTaken && (await writer.commit()) === 'stored') {
        this.#imported += 1
        this.#bodyBytes += bodyLength
      } else this.#refused += 1
    } finally {
      // After a commit it changes nothing.
      writer?.abort()
    }
  }
}

async function writeAll(writer: StoreWriter, body: AsyncIterable<Uint8Array>): Promise<boolean> {
  const chunks = body[Symbol.asyncIterator]()
  // Not by a loop of its own: leaving that would end the body.
  for (;;) {
    const { done, value } = await chunks.next()
    if (done === true) return true
    if ((await writer.write(value)) === 'refused') return false
  }
}

/** An archive is older than what is stored since: it does not take its place. */
async function hasSameOrNewer(
  store: Store,
  key: string,
  { vary, varied, responseTime }: StoredResponse,
): Promise<boolean> {
  const selection = JSON.stringify([vary, varied])
  const variants = await lookUp(store, key)
  return variants.some(
    ({ response }) =>
      response.responseTime >= responseTime && JSON.stringify([response.vary, response.varied]) === selection,
  )
}
