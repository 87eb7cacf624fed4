import type { ByteSlice } from '../policy/verdicts.ts'
import { isPromise, type Body, type MaybePromise } from '../ports/body.ts'
import { cutBody } from './cut-body.ts'
import { FollowerLagError } from './driver-errors.ts'
import type { RelayReader } from './relay-reader.ts'

/** Where the rest of a body is that a reader has not had, once the body is stored. */
export interface StoredRest {
  /** Opens the stored body; `undefined` when it is gone. */
  readonly reopen: () => MaybePromise<Body | undefined>
  readonly slice: ByteSlice
}

/** Gives a reader that fell behind the rest of the body from the store, or the error that it cannot be had. */
export const catchUp = (reader: RelayReader, rest: StoredRest): void => {
  const lost = (cause?: unknown): void => {
    reader.fail(lagError('the stored body could not be opened', cause))
  }
  const serve = (body: Body | undefined): void => {
    if (body === undefined) lost()
    else reader.resume(restOf(body, rest))
  }
  open(rest, { serve, lost })
  reader.awaitStore()
}

/**
 * Memory holds a body once: where the store has the bytes at hand, they take the place of what lies ready for a slow
 * reader. It can have them however long it takes; nothing is lost where this fails.
 */
export const shareBacklog = (
  reader: RelayReader,
  rest: StoredRest,
  onFailure: (error: unknown) => void,
): void => {
  const serve = (body: Body | undefined): void => {
    const bytes = body && restOf(body, rest).bytes
    if (bytes === undefined) body?.cancel()
    else reader.exchange(bytes)
  }
  open(rest, { serve, lost: onFailure })
}

/** Why a reader that fell behind gets nothing more, and what can be done about it. */
export const lagError = (why: string, cause?: unknown): FollowerLagError =>
  new FollowerLagError(
    `the reader fell too far behind those that it shares the body with, and ${why}; ` +
      'raise collapse.window, or send its request with collapse: false',
    cause === undefined ? undefined : { cause },
  )

const open = (
  { reopen }: StoredRest,
  { serve, lost }: { serve: (body: Body | undefined) => void; lost: (cause: unknown) => void },
): void => {
  let opened: MaybePromise<Body | undefined>
  try {
    opened = reopen()
  } catch (error) {
    lost(error)
    return
  }
  if (isPromise(opened)) void Promise.resolve(opened).then(serve, lost)
  else serve(opened)
}

const restOf = (body: Body, { slice }: StoredRest): Body =>
  cutBody(body, { pieces: [slice], length: slice.to - slice.from })
