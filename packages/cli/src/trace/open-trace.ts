import type { CacheRecord, Millis } from '@cachechart/core'
import type { Terminal } from '../terminal.ts'
import { checkTracePlace } from './check-trace-place.ts'
import { fieldToken } from './field-token.ts'
import { RotatingFile } from './rotating-file.ts'
import { noPlaceForTrace, reasonOf } from './trace-failure.ts'
import { lockTrace, type TraceLock } from './trace-lock.ts'
import { fileOfWorker } from './trace-names.ts'
import type { TraceOptions } from './trace-options.ts'
import { TraceWriter } from './trace-writer.ts'

/** Longer than a disk takes that works. */
const patience: Millis = 5_000

/** A trace that is written. */
export interface OpenTrace {
  readonly onRecord: (record: CacheRecord) => void
  /** Resolves when the first file is there, with the first line of the cache. Rejects with a `CommandFailedError`. */
  begun(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens what `--trace` names; `undefined` where it names nothing. One of several workers has a file of its own, and the
 * lock is the primary's. Rejects with a `CommandFailedError`.
 */
export async function openTrace(
  { trace, ...options }: TraceOptions,
  { err }: Pick<Terminal, 'err'>,
  worker?: number,
): Promise<OpenTrace | undefined> {
  if (trace === undefined) return undefined
  const file = worker === undefined ? trace : fileOfWorker(trace, worker)
  await checkTracePlace(file, options.traceFiles)
  const lock = worker === undefined ? await lockTrace(file) : undefined
  const sink = new RotatingFile(file, { maxBytes: options.traceMaxBytes, files: options.traceFiles })
  const writer = new TraceWriter({ sink, say: err, textOf: await textOf(options) })
  return {
    onRecord: writer.take,
    begun: () =>
      writer.begun().catch((cause: unknown) => {
        throw noPlaceForTrace(file, reasonOf(cause), cause)
      }),
    async close() {
      await writer.close(patience)
      lock?.release()
    },
  }
}

/** Holds the place for all workers, and checks that each can write there. Rejects with a `CommandFailedError`. */
export async function reserveTrace(
  { trace, traceFiles }: TraceOptions,
  workers: number,
): Promise<TraceLock | undefined> {
  if (trace === undefined) return undefined
  for (let worker = 1; worker <= workers; worker += 1)
    await checkTracePlace(fileOfWorker(trace, worker), traceFiles)
  return lockTrace(trace)
}

async function textOf({ traceRedact = [] }: Pick<TraceOptions, 'traceRedact'>) {
  // Loaded when it is needed: a gateway without a trace starts sooner.
  const { redactRecord } = await import('@cachechart/core/recording')
  const redaction = { fields: traceRedact, token: fieldToken() }
  return (record: CacheRecord): string => JSON.stringify(redactRecord(record, redaction))
}
