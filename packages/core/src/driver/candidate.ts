import { mayMask, obstacle, suggestionFor, type Suggestion } from '../engine/suggestion.ts'
import type { Transaction } from '../engine/transaction.ts'
import type { FieldLines, ResponseHead } from '../http/message.ts'
import type { Millis, Seconds } from '../http/units.ts'
import type { StorageAction } from '../policy/forced-action.ts'
import type { StorageOverrides, StoringOverrides } from '../policy/storage-overrides.ts'
import { checkStorageOverrides } from './check-overrides.ts'
import { MisuseError } from './driver-errors.ts'
import { FieldDraft } from './field-draft.ts'
import type { BodyTransform } from './transformed-body.ts'

const actions: readonly unknown[] = ['insert', 'update', 'doNotStore', 'recordUncacheable']

/**
 * A reply on its way into the cache, for a hook to change. What it says of itself can be changed in its fields; what the
 * cache makes of it, by the setters. Each getter tells what was set, else what policy makes of the reply as it is now.
 *
 * (Fastly's `CandidateResponse`.)
 */
export class Candidate extends FieldDraft implements ResponseHead {
  readonly #transaction: Transaction
  readonly #now: Millis
  readonly #hasBody: boolean
  readonly #transforms: BodyTransform[] = []
  readonly #original: ResponseHead
  #status: number
  #overrides: StoringOverrides
  #action: StorageAction | undefined
  #suggestion: Suggestion | undefined
  #suggestedFor: FieldLines | undefined

  constructor(
    transaction: Transaction,
    reply: { readonly head: ResponseHead; readonly hasBody: boolean },
    birth: { readonly overrides: StorageOverrides | undefined; readonly now: Millis },
  ) {
    super(reply.head.fields)
    this.#transaction = transaction
    this.#now = birth.now
    this.#status = reply.head.status
    this.#original = reply.head
    this.#hasBody = reply.hasBody
    this.#overrides = birth.overrides ?? {}
  }

  get status(): number {
    return this.#status
  }

  /** @throws MisuseError for what is no final status, and where a 304 or 206 would become, or come of, another: its body is not theirs */
  set status(status: number) {
    if (!Number.isInteger(status) || status < 200 || status > 999) {
      throw new MisuseError(`a final status is 200 to 999; it is ${JSON.stringify(status)}`)
    }
    const isBound = [this.#status, status].some(
      (one) => one === 304 || one === 206 || one === 205 || one === 204,
    )
    if (isBound && status !== this.#status) {
      throw new MisuseError(
        `a reply with the status ${this.#status} cannot become one with ${status}: a body would be lost or missing`,
      )
    }
    this.#status = status
    this.#suggestion = undefined
  }

  /** The reason phrase that the origin gave; empty once the status is another. */
  get reason(): string {
    return this.#status === this.#original.status ? this.#original.reason : ''
  }

  /** What becomes of it in the cache. */
  get action(): StorageAction {
    return this.#action ?? this.#suggested.action
  }

  /** @throws MisuseError for what is no action, or none for this reply */
  set action(action: StorageAction) {
    if (!actions.includes(action)) {
      throw new MisuseError(
        `candidate.action must be one of ${actions.join(', ')}; it is ${JSON.stringify(action)}`,
      )
    }
    const problem = obstacle(action, this.#transaction, this)
    if (problem !== null && action !== this.#suggested.action)
      throw new MisuseError(`candidate.action cannot be "${action}": ${problem}`)
    this.#action = action
  }

  /** How long it stays fresh from now. */
  get ttl(): Seconds {
    const { stored, age } = this.#suggested
    return stored.lifetime - age
  }

  /** @throws MisuseError for what is no duration */
  set ttl(ttl: Seconds) {
    const { maxAge: _replaced, ...others } = this.#overrides
    this.#override({ ttl }, others)
  }

  /** Its freshness lifetime. RFC 9111 §4.2.1 */
  get maxAge(): Seconds {
    return this.#suggested.stored.lifetime
  }

  /** @throws MisuseError for what is no duration */
  set maxAge(maxAge: Seconds) {
    const { ttl: _replaced, ...others } = this.#overrides
    this.#override({ maxAge }, others)
  }

  /** Its age. RFC 9111 §4.2.3 */
  get age(): Seconds {
    return this.#suggested.age
  }

  /** RFC 5861 §3; 0 where nobody permits it. */
  get staleWhileRevalidate(): Seconds {
    return this.#suggested.stored.staleWhileRevalidate ?? this.#transaction.policy.staleWhileRevalidate
  }

  /** @throws MisuseError for what is no duration */
  set staleWhileRevalidate(staleWhileRevalidate: Seconds) {
    this.#override({ staleWhileRevalidate })
  }

  /** RFC 5861 §4; 0 where nobody permits it. */
  get staleIfError(): Seconds {
    return this.#suggested.stored.staleIfError ?? this.#transaction.policy.staleIfError
  }

  /** @throws MisuseError for what is no duration */
  set staleIfError(staleIfError: Seconds) {
    this.#override({ staleIfError })
  }

  /** The request fields that select it: lower case, sorted. RFC 9111 §4.1 */
  get vary(): readonly string[] {
    return this.#suggested.stored.vary
  }

  /** @throws MisuseError for what are no field names */
  set vary(vary: readonly string[]) {
    this.#override({ vary })
  }

  /** The labels by which it can be purged. */
  get surrogateKeys(): readonly string[] {
    return this.#suggested.stored.surrogateKeys
  }

  /** In place of those that the reply has, and that were asked for. @throws MisuseError for what are no labels */
  set surrogateKeys(surrogateKeys: readonly string[]) {
    checkStorageOverrides({ surrogateKeys })
    this.#override({}, { ...this.#overrides, labels: [...new Set(surrogateKeys)] })
  }

  /** Whether it may not leave the memory of the process. */
  get sensitive(): boolean {
    return this.#suggested.stored.sensitive
  }

  /** @throws MisuseError for what is neither true nor false */
  set sensitive(sensitive: boolean) {
    this.#override({ sensitive })
  }

  /** Whether it is stale as it comes. */
  get isStale(): boolean {
    return this.ttl <= 0
  }

  /** Whether the stored response may stand in, should the hook throw. RFC 5861 §4 */
  get staleIfErrorAvailable(): boolean {
    return mayMask(this.#transaction, this.#now)
  }

  /**
   * The body goes through `transform` on its way to the store and to all clients, piece by piece; several transforms in
   * the order in which they were given. Where there is no body none runs. Since nobody knows what comes out of it,
   * Content-Length and digests go, and a strong entity tag becomes a weak one.
   *
   * @throws MisuseError for what is no function, and for a 206: what it is a part of is not at hand
   */
  transformBody(transform: BodyTransform): void {
    if (typeof transform !== 'function') {
      throw new MisuseError(`a body transform is a function of the body; it is ${typeof transform}`)
    }
    if (this.#status === 206)
      throw new MisuseError('the body of a 206 is only a part: it cannot be transformed')
    if (!this.#hasBody) return
    this.#transforms.push(transform)
  }

  /** What was decided here, for the cache to go on with. */
  get decision(): CandidateDecision {
    return { overrides: this.#overrides, action: this.#action, transforms: this.#transforms }
  }

  /** Computed anew where something has changed. */
  get #suggested(): Suggestion {
    if (this.#suggestion === undefined || this.#suggestedFor !== this.fields) {
      this.#suggestedFor = this.fields
      const head = { status: this.#status, reason: this.reason, fields: this.fields }
      this.#suggestion = suggestionFor(this.#transaction, { head, overrides: this.#overrides }, this.#now)
    }
    return this.#suggestion
  }

  #override(overrides: StorageOverrides, others: StoringOverrides = this.#overrides): void {
    checkStorageOverrides(overrides)
    this.#overrides = { ...others, ...overrides }
    this.#suggestion = undefined
  }
}

/** What a hook has decided about a candidate, beside its head. */
export interface CandidateDecision {
  readonly overrides: StoringOverrides
  readonly action: StorageAction | undefined
  readonly transforms: readonly BodyTransform[]
}
