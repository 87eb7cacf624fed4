import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open, rename, rm, stat } from 'node:fs/promises'
import { olderFile, unfinishedFile } from './trace-names.ts'
import type { TraceSink } from './trace-sink.ts'

/** How long a file may become, in bytes, and how many there may be, the one that is written to among them. */
export interface RotationLimits {
  readonly maxBytes: number
  readonly files: number
}

/**
 * A file that becomes older ones (`trace.1.jsonl`, `trace.2.jsonl`, …) when it is full, and of which the oldest goes.
 * Whoever opens one of these names finds a file with its first line at any time. All are their owner's alone.
 */
export class RotatingFile implements TraceSink {
  readonly maxBytes: number
  readonly #file: string
  readonly #files: number
  #handle: FileHandle | undefined
  /** Where the next line goes: what a write that failed has left behind it is written over. */
  #end = 0

  constructor(file: string, { maxBytes, files }: RotationLimits) {
    this.#file = file
    this.maxBytes = maxBytes
    this.#files = files
  }

  get room(): number {
    return this.#handle === undefined ? 0 : this.maxBytes - this.#end
  }

  async rotate(head: Uint8Array): Promise<void> {
    const unfinished = unfinishedFile(this.#file)
    await rm(unfinished, { force: true })
    const next = await open(unfinished, 'wx', 0o600)
    try {
      await writeWhole(next, head, 0)
      // One that somebody has emptied is no recording any more.
      if ((await found(this.#file)).size > 0)
        for (let age = this.#files - 1; age > 0; age -= 1) await this.#becomeOlder(age)
      await rename(unfinished, this.#file)
    } catch (error) {
      await next.close()
      await rm(unfinished, { force: true })
      throw error
    }
    const before = this.#handle
    this.#handle = next
    this.#end = head.length
    await before?.close()
  }

  async append(lines: Uint8Array): Promise<void> {
    const handle = this.#handle
    if (handle === undefined) throw new TypeError('the first file has not begun')
    await this.#checkPlace(handle)
    try {
      await writeWhole(handle, lines, this.#end)
    } catch (error) {
      // Half a line would be told as damage. Where this fails as well, it is written over.
      await handle.truncate(this.#end).catch(() => {})
      throw error
    }
    this.#end += lines.length
  }

  async close(): Promise<void> {
    await this.#handle?.close()
    this.#handle = undefined
  }

  /** What is written to a file without a name, or behind a gap, nobody reads: the next file begins. */
  async #checkPlace(handle: FileHandle): Promise<void> {
    const [own, named] = await Promise.all([handle.stat(), found(this.#file)])
    if (named.ino === own.ino && named.dev === own.dev && own.size >= this.#end) return
    this.#end = this.maxBytes
    throw new Error('somebody has taken the file away, or cut it off')
  }

  async #becomeOlder(age: number): Promise<void> {
    await rename(olderFile(this.#file, age - 1), olderFile(this.#file, age)).catch(
      (error: NodeJS.ErrnoException) => {
        // There are not so many yet, or somebody has taken it away.
        if (error.code !== 'ENOENT') throw error
      },
    )
  }
}

/** What is there under a name; where nothing is, nothing of it. */
async function found(file: string): Promise<Pick<Stats, 'dev' | 'ino' | 'size'>> {
  try {
    return await stat(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error // of the system
    return { dev: -1, ino: -1, size: 0 }
  }
}

/** A disk that becomes full takes part of what it is given, and says so of the next. */
async function writeWhole(handle: FileHandle, bytes: Uint8Array, from: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, from + done)
    done += bytesWritten
  }
}
