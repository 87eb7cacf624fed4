import type { Body } from '@cachechart/core'
import { BodySource, type ToReaderError } from './body-source.ts'

/** What is left of a stream that nobody can read any more: whoever sends its body is told. */
interface Remains {
  readonly body: Body
  readonly unlisten: () => void
}

const forgotten = new FinalizationRegistry<Remains>(({ body, unlisten }) => {
  unlisten()
  body.cancel()
})

/** On what a stream depends beside its body. */
export interface StreamOptions {
  /** When it is aborted before the end, its reason takes the place of the rest. */
  readonly signal: AbortSignal | null
  readonly toReaderError: ToReaderError
}

const nothing = (): void => undefined

/** A body as a byte stream, at the pace of its reader. */
export function bodyStream(body: Body, { signal, toReaderError }: StreamOptions): ReadableStream<Uint8Array> {
  const source = new BodySource(body, toReaderError)
  const stream = new ReadableStream(source, { highWaterMark: 0 })
  const unlisten = signal === null ? nothing : breakOffWith(signal, source)
  // Nobody sends bytes that are at hand.
  if (body.bytes === undefined || signal !== null) forgotten.register(stream, { body, unlisten })
  return stream
}

/** A signal may outlive any number of responses, and must not keep them in memory. */
function breakOffWith(signal: AbortSignal, source: BodySource): () => void {
  const reference = new WeakRef(source)
  const onAbort = (): void => reference.deref()?.fail(signal.reason)
  if (signal.aborted) {
    onAbort()
    return nothing
  }
  const unlisten = (): void => {
    signal.removeEventListener('abort', onAbort)
  }
  signal.addEventListener('abort', onAbort)
  source.onEnd(unlisten)
  return unlisten
}
