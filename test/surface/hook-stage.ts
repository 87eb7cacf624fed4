import { get, stage, textOf, type Stage } from '../driver/stage.ts'

/** A promise, and the way to settle it. */
export const gate = (): {
  readonly opened: Promise<void>
  readonly open: () => void
  readonly break: (error: unknown) => void
} => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve, break: reject }
}

const masking = { fields: ['Cache-Control', 'max-age=60, stale-if-error=600', 'ETag', '"1"'] }

/** Something is stored, stale by now, and may stand in for an error. */
export const staleStage = async (interpreter: 'table' | 'xstate', options = {}): Promise<Stage> => {
  const set = stage({ interpreter, ...options })
  set.backend.reply(masking, 'one')
  await textOf(await set.cache.handle(get(), { beforeSend: undefined, afterSend: undefined }))
  set.clock.advance(61_000)
  return set
}
