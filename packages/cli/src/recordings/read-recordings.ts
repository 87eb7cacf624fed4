import { createReadStream } from 'node:fs'
import { addAbortSignal } from 'node:stream'
import type { CacheRecord } from '@cachechart/core'
import { parseRecord } from '@cachechart/core/recording'
import { CommandFailedError } from '../command-failed-error.ts'
import { printable } from '../printable.ts'
import { inOrder } from './in-order.ts'
import { LineError, readLines, type TextLine } from './read-lines.ts'
import { nameOfRecording, recordingFailure } from './recording-failure.ts'

/** A record, and where it stands. */
export interface LocatedRecord {
  readonly record: CacheRecord
  readonly file: string
  readonly line: number
}

/** How recordings are read. */
export interface ReadingOptions {
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal | undefined
  /** Told of each piece that was read, before its records come. */
  readonly onBytes?: ((bytes: number) => void) | undefined
  /** Told that the last line of a file is not whole: whoever wrote it was stopped, or writes just now. */
  readonly onCutOff?: ((file: string, line: number) => void) | undefined
}

/** More than any record that a gateway writes. */
const longestLine = 16 * 2 ** 20

/**
 * The records of recordings, one after another: the file first that begins first, whatever order they are named in; `-` is
 * standard input, and the last. However long the files are, little of them is held.
 * Rejects with a `CommandFailedError` that names file and line.
 */
export async function* readRecordings(
  files: readonly string[],
  options: ReadingOptions = {},
): AsyncGenerator<LocatedRecord> {
  for (const file of await inOrder(files)) yield* readOne(file, options)
}

async function* readOne(file: string, options: ReadingOptions): AsyncGenerator<LocatedRecord> {
  let isBegun = false
  try {
    for await (const line of readLines(pieces(file, options), longestLine)) {
      const record = recordOf(file, line, options)
      if (record === undefined) continue
      if (!isBegun && record.kind !== 'start') throw noRecording(file, line.number)
      isBegun = true
      yield { record, file, line: line.number }
    }
  } catch (error) {
    options.signal?.throwIfAborted()
    throw error instanceof LineError
      ? new CommandFailedError(`${nameOfRecording(file)}:${error.line} ${error.message}.`, { cause: error })
      : recordingFailure(file, error)
  }
  if (!isBegun) throw new CommandFailedError(`${nameOfRecording(file)} is empty: nothing was recorded.`)
}

function recordOf(file: string, { text, number, isWhole }: TextLine, { onCutOff }: ReadingOptions) {
  if (text.trim() === '') return undefined
  try {
    return parseRecord(text, number)
  } catch (error) {
    if (isWhole || number === 1) throw located(file, number, error)
    onCutOff?.(file, number)
    return undefined
  }
}

async function* pieces(file: string, { signal, onBytes }: ReadingOptions): AsyncGenerator<Uint8Array> {
  const stream = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 256 * 1024 })
  const bytes: AsyncIterable<Uint8Array> = signal === undefined ? stream : addAbortSignal(signal, stream)
  for await (const piece of bytes) {
    onBytes?.(piece.length)
    yield piece
  }
}

const noRecording = (file: string, line: number): CommandFailedError =>
  new CommandFailedError(
    `${nameOfRecording(file)}:${line} does not begin a recording: "kind" should be "start" there.`,
  )

/** A `RecordingError` names the line, and the member. */
function located(file: string, line: number, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_RECORDING')) return error
  const problem = printable(error.message.replace(/^line \d+: /, ''))
  const message = `${nameOfRecording(file)}:${line}: ${problem}.`
  return new CommandFailedError(message, { cause: error })
}
