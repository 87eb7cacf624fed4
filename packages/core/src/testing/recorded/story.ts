import type { Millis } from '../../http/units.ts'
import { TraceInvariantError, type TraceInvariant } from './trace-invariant-error.ts'

/** One step as it was recorded. */
export interface RecordedStep {
  readonly event: string
  /** `undefined` where the record does not say. */
  readonly from: string | undefined
  readonly to: string
  readonly at: Millis
}

/** The steps of one subject, as they are told when something is wrong with them. */
export class Story {
  readonly #subject: string
  readonly #title: string
  readonly #steps: RecordedStep[] = []
  /** How many came before the first that is known. */
  readonly #dropped: number

  constructor(subject: string, { title, dropped }: { readonly title: string; readonly dropped: number }) {
    this.#subject = subject
    this.#title = title
    this.#dropped = dropped
  }

  add(step: RecordedStep): void {
    this.#steps.push(step)
  }

  /** @throws TraceInvariantError */
  refuse(invariant: TraceInvariant, fault: string): never {
    const step = this.#dropped + this.#steps.length
    const place = this.#steps.length === 0 ? '' : `, step ${step}`
    const head = `${this.#subject}${place}: ${fault} (invariant: ${invariant})`
    const text = [head, `  ${this.#title}`, ...this.#lines()].join('\n')
    throw new TraceInvariantError(text, { invariant, subject: this.#subject, step })
  }

  #lines(): readonly string[] {
    const began = this.#steps[0]?.at ?? 0
    const lines = this.#steps.map(
      ({ event, to, at }, index) => `  ${this.#dropped + index + 1}. +${at - began} ms: ${event} → ${to}`,
    )
    return this.#dropped === 0 ? lines : [`  (${this.#dropped} steps before these were dropped)`, ...lines]
  }
}
