import { contentLengthOf } from '../../http/content-length.ts'
import type { Millis } from '../../http/units.ts'
import { isPromise, type MaybePromise } from '../../ports/body.ts'
import type { Clock } from '../../ports/clock.ts'
import type { LookupResult, Store, StoredEntry } from '../../ports/store.ts'
import type { CallOrder } from './call-order.ts'
import type { ChangeTicket } from './change-generations.ts'
import { FarEntry } from './far-entry.ts'
import { freshUntil } from './near-copies.ts'
import { PendingCopy, type CopyHost } from './pending-copy.ts'

/** No lookup waits for the answer to one that was made longer ago: that answer may never come. */
const longestShared: Millis = 1000

/** What lookups in the far tier are made of. */
export interface FarLookupsHost {
  readonly far: Store
  readonly order: CallOrder
  readonly clock: Clock
  readonly copies: CopyHost
  /** How old what is found may be when nobody tells of changes. */
  readonly staleness: Millis
  ticketFor(key: string): ChangeTicket
}

interface Question {
  readonly ticket: ChangeTicket
  readonly askedAt: Millis
  readonly answer: Promise<LookupResult>
}

/** Lookups in the far tier: those for the same key at the same time ask once, and what is found is copied. */
export class FarLookups {
  readonly #host: FarLookupsHost
  readonly #questions = new Map<string, Question>()

  constructor(host: FarLookupsHost) {
    this.#host = host
  }

  /** Asks the far tier, or waits for the answer to who has just asked. */
  get(key: string): MaybePromise<LookupResult> {
    const { far, order, clock } = this.#host
    const askedAt = clock.now()
    const question = this.#questions.get(key)
    if (question !== undefined && this.#isShared(question, askedAt)) return question.answer
    const ticket = this.#host.ticketFor(key)
    const wrap = (result: LookupResult) => this.#wrap(result, { key, ticket, readAt: askedAt })
    const answer = order.follow(key, () => far.get(key))
    if (!isPromise(answer)) return wrap(answer)
    return this.#ask(key, { ticket, askedAt, answer: Promise.resolve(answer).then(wrap) })
  }

  /** Whoever asks now must not be given what was read before the last change. */
  #isShared({ ticket, askedAt }: Question, now: Millis): boolean {
    const isRecent = now >= askedAt && now - askedAt < Math.min(longestShared, this.#host.staleness)
    return isRecent && this.#host.copies.mayBeCopied(ticket)
  }

  #ask(key: string, question: Question): Promise<LookupResult> {
    this.#questions.set(key, question)
    const leave = (): void => {
      if (this.#questions.get(key) === question) this.#questions.delete(key)
    }
    question.answer.then(leave, leave)
    return question.answer
  }

  #wrap(
    result: LookupResult,
    reading: { readonly key: string; readonly ticket: ChangeTicket; readonly readAt: Millis },
  ): LookupResult {
    if (result.type !== 'hit') return result
    const { variants, moment } = result
    const copier = this.#isWorthIt(variants, reading.readAt)
      ? new PendingCopy(this.#host.copies, { ...reading, variants, moment })
      : undefined
    return { ...result, variants: variants.map((inner, index) => new FarEntry(inner, { copier, index })) }
  }

  #isWorthIt(variants: readonly StoredEntry[], now: Millis): boolean {
    const announced = variants.map(({ response }) => contentLengthOf(response.fields) ?? 0)
    const bytes = announced.reduce((sum, length) => sum + length, 0)
    return bytes <= this.#host.copies.maxBytes && now < freshUntil(variants)
  }
}
