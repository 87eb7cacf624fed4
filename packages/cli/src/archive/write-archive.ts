import { createHash, type Hash } from 'node:crypto'
import { PortError, type Body, type ListedEntry, type Millis } from '@cachechart/core'
import {
  archiveFormat,
  archiveVersion,
  longestJson,
  memberNames,
  type ArchivedHead,
  type ArchiveSeal,
} from './archive-format.ts'
import { blockBytes, longestMember, writeTarHeader } from './tar-header.ts'

/** How far it has come. */
export interface WrittenCounts {
  readonly entries: number
  readonly bodyBytes: number
  /** Those that were removed, or could not be read any more, before they were written. */
  readonly leftOut: number
}

interface ArchiveOptions {
  readonly now: Millis
  /** Told after each entry. What it returns is awaited. */
  readonly onEntry?: (counts: WrittenCounts) => Promise<void> | void
}

const encoder = new TextEncoder()

/** An archive of stored responses, piece by piece; no more than a piece of a body is held. Rejects with a `StoreError`. */
export async function* writeArchive(
  entries: AsyncIterable<ListedEntry>,
  { now, onEntry }: ArchiveOptions,
): AsyncGenerator<Uint8Array, WrittenCounts> {
  const writer = new ArchiveWriter(Math.floor(now / 1000))
  const beginning = {
    format: archiveFormat,
    version: archiveVersion,
    exportedAt: new Date(now).toISOString(),
  }
  yield* writer.json(memberNames.beginning, beginning)
  for await (const entry of entries) {
    yield* writer.entry(entry)
    await onEntry?.(writer.counts)
  }
  yield* writer.json(memberNames.end, { entries: writer.numbered })
  // Two empty blocks end an archive.
  yield new Uint8Array(2 * blockBytes)
  return writer.counts
}

class ArchiveWriter {
  /** How many entries stand there, the broken ones included. */
  numbered = 0
  readonly #seconds: number
  #broken = 0
  #missed = 0
  #bodyBytes = 0

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  get counts(): WrittenCounts {
    return {
      entries: this.numbered - this.#broken,
      bodyBytes: this.#bodyBytes,
      leftOut: this.#missed + this.#broken,
    }
  }

  *json(name: string, value: object): Generator<Uint8Array> {
    yield* this.#member(name, encoder.encode(`${JSON.stringify(value)}\n`))
  }

  async *entry(entry: ListedEntry): AsyncGenerator<Uint8Array> {
    const { key, bodyLength, usedAt, response } = entry
    const archived: ArchivedHead = { key, bodyLength, usedAt, response }
    const head = encoder.encode(`${JSON.stringify(archived)}\n`)
    const body = bodyLength > longestMember || head.length > longestJson ? undefined : await opened(entry)
    if (body === undefined) {
      this.#missed += 1
      return
    }
    const number = (this.numbered += 1)
    yield* this.#member(memberNames.head(number), head)
    yield writeTarHeader({ name: memberNames.body(number), size: bodyLength }, this.#seconds)
    const seal = yield* sealedBody(body, { length: bodyLength, hash: createHash('sha256').update(head) })
    yield* padding(bodyLength)
    if ('broken' in seal) this.#broken += 1
    else this.#bodyBytes += bodyLength
    yield* this.json(memberNames.seal(number), seal)
  }

  *#member(name: string, content: Uint8Array): Generator<Uint8Array> {
    yield writeTarHeader({ name, size: content.length }, this.#seconds)
    yield content
    yield* padding(content.length)
  }
}

/** A body that has gone meanwhile, or cannot be opened, is as one that was never there. */
async function opened(entry: ListedEntry): Promise<Body | undefined> {
  try {
    return await entry.open()
  } catch (error) {
    if (error instanceof PortError) return undefined
    throw error
  }
}

/** The body in exactly the announced length, whatever becomes of it; its length is said already. */
async function* sealedBody(
  body: Body,
  { length, hash }: { readonly length: number; readonly hash: Hash },
): AsyncGenerator<Uint8Array, ArchiveSeal> {
  let left = length
  let broken: string | undefined
  try {
    for await (const chunk of body) {
      if (chunk.length > left) {
        broken = 'it was longer than the store had said'
        break
      }
      hash.update(chunk)
      left -= chunk.length
      yield chunk
    }
  } catch (error) {
    if (!(error instanceof PortError)) throw error
    broken = error.message
  }
  if (left > 0) broken ??= 'it was shorter than the store had said'
  for (; left > 0; left -= Math.min(left, zeros.length)) yield zeros.subarray(0, left)
  return broken === undefined ? { sha256: hash.digest('hex') } : { broken }
}

const zeros = new Uint8Array(64 * 1024)

function* padding(length: number): Generator<Uint8Array> {
  const over = length % blockBytes
  if (over > 0) yield new Uint8Array(blockBytes - over)
}
