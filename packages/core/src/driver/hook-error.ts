import { textOf } from './text-of.ts'

/** Which of a caller's functions went wrong. */
export type HookErrorCode =
  'ERR_HOOK_BEFORE_SEND' | 'ERR_HOOK_AFTER_SEND' | 'ERR_HOOK_ON_DIRECT' | 'ERR_HOOK_BODY' // a body transform of a candidate

/** A hook threw, or rejected; what it threw is the cause. The fetch has failed with it, as with an error of the origin. */
export class HookError extends Error {
  override readonly name = 'HookError'
  readonly code: HookErrorCode
  /** What a gateway answers with. RFC 9110 §15.6.1 */
  readonly status = 500

  constructor(code: HookErrorCode, hook: string, cause: unknown) {
    super(`${hook} failed: ${textOf(cause)}`, { cause })
    this.code = code
  }
}
