import { createReadStream } from 'node:fs'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { addAbortSignal, type Writable } from 'node:stream'
import { CommandFailedError } from '../command-failed-error.ts'

/** What was written. */
export interface Written {
  readonly bytes: number
  /** `false`: whoever read it has had enough. */
  readonly isWhole: boolean
}

/**
 * Writes to a file, or to standard output (`-`), at the speed of whoever reads it. A file has its name when all of it is
 * written: whatever ends this before leaves nothing, and what had the name stays. It is its owner's alone, as what is stored
 * is, unless another `mode` is given. What is no file (a device, a pipe) is written to as it is, and a link is followed.
 * Rejects with a `CommandFailedError`, or with the error of the bytes.
 */
export async function writeOutput(
  place: string,
  bytes: AsyncIterable<Uint8Array>,
  mode = 0o600,
): Promise<Written> {
  try {
    if (place === '-') return await writeToReader(process.stdout, bytes)
    const target = await targetOf(place)
    const written = target.isFile
      ? await replaceFile(target.path, bytes, mode)
      : await writeFile(target.path, bytes, mode)
    return { bytes: written, isWhole: true }
  } catch (error) {
    throw isOfSystem(error) ? failure(place, error, 'written') : error
  }
}

/** What a name leads to; a name that nothing has yet is that of a file to be. */
async function targetOf(place: string): Promise<{ readonly path: string; readonly isFile: boolean }> {
  try {
    const path = await realpath(place)
    return { path, isFile: (await stat(path)).isFile() }
  } catch (error) {
    if (isOfSystem(error) && error.code === 'ENOENT') return { path: place, isFile: true }
    throw error
  }
}

async function replaceFile(path: string, bytes: AsyncIterable<Uint8Array>, mode: number): Promise<number> {
  const unfinished = `${path}.${process.pid}.part`
  try {
    const written = await writeFile(unfinished, bytes, mode)
    await rename(unfinished, path)
    return written
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Reads a file, or standard input (`-`), piece by piece, until `signal` ends it. Rejects with a `CommandFailedError`. */
export async function* readInput(place: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stream = place === '-' ? process.stdin : createReadStream(place)
  const bytes: AsyncIterable<Uint8Array> = addAbortSignal(signal, stream)
  try {
    yield* bytes
  } catch (error) {
    signal.throwIfAborted()
    throw isOfSystem(error) ? failure(place, error, 'read') : error
  }
}

async function writeFile(place: string, bytes: AsyncIterable<Uint8Array>, mode: number): Promise<number> {
  const file = await open(place, 'w', mode)
  try {
    return await writeBy((block) => file.writeFile(block), bytes)
  } finally {
    await file.close()
  }
}

async function writeToReader(stream: Writable, bytes: AsyncIterable<Uint8Array>): Promise<Written> {
  const write = (block: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      stream.write(block, (error) => (error ? reject(error) : resolve()))
    })
  try {
    return { bytes: await writeBy(write, bytes), isWhole: true }
  } catch (error) {
    if (!isOfSystem(error) || error.code !== 'EPIPE') throw error
    return { bytes: 0, isWhole: false }
  }
}

/** Enough for one call of the system. */
const blockBytes = 64 * 1024

async function writeBy(
  write: (block: Uint8Array) => Promise<void>,
  bytes: AsyncIterable<Uint8Array>,
): Promise<number> {
  let written = 0
  for await (const block of inBlocks(bytes)) {
    await write(block)
    written += block.length
  }
  return written
}

/** The same bytes in larger pieces, where they come in small ones. */
async function* inBlocks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const piece of bytes) {
    held.push(piece)
    length += piece.length
    if (length < blockBytes) continue
    yield Buffer.concat(held)
    held = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(held)
}

const isOfSystem = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' && error !== null && 'syscall' in error

function failure(place: string, error: Error, how: 'written' | 'read'): CommandFailedError {
  const stream = how === 'written' ? 'Standard output' : 'Standard input'
  const what = place === '-' ? stream : place
  return new CommandFailedError(`${what} cannot be ${how}: ${error.message}`, { cause: error })
}
