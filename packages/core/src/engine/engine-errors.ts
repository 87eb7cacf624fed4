import type { Millis, Seconds } from '../http/units.ts'
import type { DeadlineKind } from './input.ts'
import type { TransactionState } from '../machine/transaction-alphabet.ts'

/** The origin answered, with a status that counts as an error (by default 500, 502, 503 and 504). */
export class ReplyStatusError extends Error {
  override readonly name = 'ReplyStatusError'
  readonly code = 'ERR_REPLY_STATUS'
  /** What the origin answered. */
  readonly status: number

  constructor(status: number) {
    super(`the origin answered ${status}, which counts as an error`)
    this.status = status
  }
}

/** The origin answered 304 to a request without conditions: there is nothing that it could mean. */
export class UnaskedNotModifiedError extends Error {
  override readonly name = 'UnaskedNotModifiedError'
  readonly code = 'ERR_REPLY_UNASKED_304'
  readonly status = 502

  constructor() {
    super('the origin answered 304 (Not Modified) to a request that carried no conditions')
  }
}

/** What has not happened in time. */
const missing: { readonly [Kind in DeadlineKind]: string } = {
  own: 'nothing came',
  connect: 'no connection to the origin stood',
  transaction: 'the request was not finished',
}

/** A transaction waited longer in a state than its deadline allows. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  readonly code = 'ERR_DEADLINE'
  readonly state: TransactionState
  readonly after: Millis
  /** `own`: the state's own deadline; `connect`: for a connection; `transaction`: for all of it. */
  readonly of: DeadlineKind
  /** What a gateway answers with (RFC 9110 §15.6.5). */
  readonly status = 504

  constructor(state: TransactionState, after: Millis, of: DeadlineKind = 'own') {
    const waited: Seconds = after / 1000
    super(`${missing[of]} within ${waited} s while the transaction was in state "${state}"`)
    this.state = state
    this.after = after
    this.of = of
  }
}
