import { createHash, type Hash } from 'node:crypto'
import { readStoredResponse, type StoredResponse } from '@cachechart/core'
import { printable } from '../printable.ts'
import { ArchiveError } from './archive-error.ts'
import { archiveFormat, archiveVersion, longestJson, memberNames } from './archive-format.ts'
import { ByteSource } from './byte-source.ts'
import { blockBytes, readTarHeader, type TarHeader } from './tar-header.ts'

/** An entry as it arrives. Its body is read first, to its end, and then its seal; the next entry after both. */
export interface ArrivingEntry {
  readonly number: number
  readonly key: string
  readonly response: StoredResponse
  readonly bodyLength: number
  readonly body: AsyncIterable<Uint8Array>
  /** Whether it is what was stored; `broken` where whoever wrote the archive could not read it. Rejects with an `ArchiveError`. */
  seal(): Promise<'sound' | 'broken'>
}

type Json = Readonly<Record<string, unknown>>

/** The entries of an archive, one after the other. Rejects with an `ArchiveError` that names the first that is not as it should be. */
export async function* readArchive(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<ArrivingEntry> {
  const source = new ByteSource(pieces)
  try {
    await readBeginning(source)
    for (let number = 1; ; number += 1) {
      const reader = new EntryReader(source, number)
      const entry = await reader.begin()
      if (entry === undefined) return
      yield entry
    }
  } finally {
    await source.close()
  }
}

async function readBeginning(source: ByteSource): Promise<void> {
  const { format, version } = parsed(await jsonMember(source, memberNames.beginning))
  if (format !== archiveFormat) throw new ArchiveError('this is no archive of cachechart')
  if (version !== archiveVersion)
    throw new ArchiveError(
      `the archive is of version ${printable(String(version))}; this program reads version ${archiveVersion}`,
    )
}

class EntryReader {
  readonly #source: ByteSource
  readonly #number: number
  readonly #hash: Hash = createHash('sha256')
  #name: string

  constructor(source: ByteSource, number: number) {
    this.#source = source
    this.#number = number
    this.#name = `entry ${number}`
  }

  /** `undefined` at the end of the archive. */
  begin(): Promise<ArrivingEntry | undefined> {
    return this.#named(() => this.#begin())
  }

  async #begin(): Promise<ArrivingEntry | undefined> {
    const header = await nextHeader(this.#source)
    if (header.name === memberNames.end) {
      const { entries } = parsed(await contentOf(this.#source, header))
      if (entries !== this.#number - 1)
        throw new ArchiveError(
          `the archive has ${this.#number - 1} entries, and should have ${String(entries)}`,
        )
      return undefined
    }
    mustBe(header, memberNames.head(this.#number))
    const head = await contentOf(this.#source, header)
    this.#hash.update(head)
    const { key, response: told } = parsed(head)
    if (typeof key === 'string') this.#name = `entry ${this.#number} (${printable(key)})`
    const body = await nextHeader(this.#source)
    mustBe(body, memberNames.body(this.#number))
    const response = readStoredResponse(told, body.size)
    if (typeof key !== 'string' || key === '' || response === undefined)
      throw new ArchiveError('its head is not one of a stored response')
    return {
      number: this.#number,
      key,
      response,
      bodyLength: body.size,
      body: this.#body(body.size),
      seal: () => this.#named(() => this.#seal()),
    }
  }

  async *#body(size: number): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of this.#source.stream(size)) {
        this.#hash.update(piece)
        yield piece
      }
      await skipPadding(this.#source, size)
    } catch (error) {
      throw this.#explained(error)
    }
  }

  async #seal(): Promise<'sound' | 'broken'> {
    const { sha256, broken } = parsed(await jsonMember(this.#source, memberNames.seal(this.#number)))
    if (typeof broken === 'string') return 'broken'
    if (sha256 !== this.#hash.digest('hex')) throw new ArchiveError('it was changed: its checksum is another')
    return 'sound'
  }

  async #named<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read()
    } catch (error) {
      throw this.#explained(error)
    }
  }

  #explained(error: unknown): unknown {
    if (!(error instanceof ArchiveError)) return error
    return new ArchiveError(`${this.#name}: ${error.message}`, { cause: error })
  }
}

async function nextHeader(source: ByteSource): Promise<TarHeader> {
  const header = readTarHeader(await source.take(blockBytes))
  if (header === undefined) throw new ArchiveError('the archive ends before its end: it was cut off')
  return header
}

async function jsonMember(source: ByteSource, name: string): Promise<Uint8Array> {
  const header = await nextHeader(source)
  mustBe(header, name)
  return contentOf(source, header)
}

async function contentOf(source: ByteSource, { name, size }: TarHeader): Promise<Uint8Array> {
  if (size > longestJson) throw new ArchiveError(`the member "${printable(name)}" is too long`)
  const content = await source.take(size)
  await skipPadding(source, size)
  return content
}

async function skipPadding(source: ByteSource, size: number): Promise<void> {
  const over = size % blockBytes
  if (over > 0) await source.take(blockBytes - over)
}

function mustBe({ name }: TarHeader, expected: string): void {
  if (name === expected) return
  throw new ArchiveError(`in the place of the member "${expected}" is "${printable(name)}"`)
}

/** @throws ArchiveError for what is no JSON object */
function parsed(content: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
    if (typeof value === 'object' && value !== null) return value as Json // of unknown members
  } catch {
    // Said below, in words for whoever has the archive.
  }
  throw new ArchiveError('what should be JSON is none')
}
