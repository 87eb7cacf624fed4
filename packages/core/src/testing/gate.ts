import type { MaybePromise } from '../ports/body.ts'
import type { StoreCall, StoreOperation } from './store-operation.ts'

/** What every call of a wrapped store passes through. */
export interface Gate {
  /** Does the work, now or later, or fails. */
  pass<Answer>(
    call: StoreCall & { readonly operation: StoreOperation },
    work: () => MaybePromise<Answer>,
  ): MaybePromise<Answer>
  /** Does the work at once, or fails. */
  passAtOnce<Answer>(call: StoreCall & { readonly operation: StoreOperation }, work: () => Answer): Answer
  /** Notes a call that neither waits nor fails. */
  log(call: StoreCall): void
}
