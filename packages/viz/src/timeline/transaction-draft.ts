import type {
  Millis,
  Outcome,
  RecordedBegin,
  RecordedStep,
  Role,
  TransactionEventType,
  TransactionState,
} from '@cachechart/core'
import { clipped } from './clipped.ts'
import { eventOutcome, eventRole } from './event-outcome.ts'
import { inputDetail, statusOf } from './input-detail.ts'
import { isFinal, stateWaitsFor } from './state-waits-for.ts'
import type {
  TimelineMoments,
  TimelineRole,
  TimelineSpan,
  TimelineStep,
  TimelineTransaction,
} from './timeline.ts'

/** No honest transaction comes near to it; one that does must not fill the memory. */
const stepLimit = 200
/** Longer ones are cut: no picture has room for them. */
const textLimit = 2_000

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] }

/** What is known of a step beside its record. `flight`: of whom it follows from here on. */
interface TakenStep extends Pick<TimelineStep, 'effects' | 'order'> {
  readonly flight: string | null
}

/** One transaction, as far as its records have come. */
export class TransactionDraft {
  readonly run: string
  readonly order: number
  readonly id: number
  readonly begin: Millis
  readonly key: string
  readonly url: string
  state: TransactionState = 'received'
  end: Millis | null = null
  outcome: Outcome | null = null
  readonly moments: Mutable<TimelineMoments> = {
    lookedUp: null,
    sent: null,
    firstByte: null,
    answered: null,
    delivered: null,
    stored: null,
    clientGone: null,
    deadline: null,
  }
  readonly #method: string
  readonly #begunBy: number | null
  #status: number | null = null
  /** Of the response that it has found stored. */
  #storedStatus: number | null
  #record: 'whole' | 'gaps' = 'whole'
  #sends = 0
  #stepsLeftOut = 0
  readonly #roles: TimelineRole[]
  readonly #steps: TimelineStep[] = []
  readonly #spans: TimelineSpan[] = []
  /** The span that goes on; it is among the others once it has ended. */
  #span: TimelineSpan | null

  constructor(begun: RecordedBegin, { run, order }: Pick<TimelineTransaction, 'run' | 'order'>) {
    this.run = run
    this.order = order
    this.id = begun.id
    this.begin = begun.at
    this.key = clipped(begun.key, textLimit)
    this.url = clipped(begun.url, textLimit)
    this.#method = clipped(begun.method, textLimit)
    this.#begunBy = begun.refreshOf?.transaction ?? null
    this.#storedStatus = begun.refreshOf?.stored?.status ?? null
    this.#roles = [{ role: begun.role, at: begun.at }]
    this.#span = spanOf('received', begun.at)
  }

  take(record: RecordedStep, { effects, order, flight }: TakenStep): void {
    const { at, event, from, to } = record
    if (from !== this.state) this.#record = 'gaps'
    const isIllegal = from === to && effects.length === 0
    const detail = isIllegal ? 'illegal here' : inputDetail(record)
    if (this.#steps.length < stepLimit) this.#steps.push({ at, order, event, from, to, effects, detail })
    else this.#stepsLeftOut += 1
    // An illegal event changes nothing, and no transition that means something neither leads anywhere nor orders anything.
    if (isIllegal) return
    this.#noteMoments(record)
    this.#noteRole(event, to, at)
    if (record.input.type === 'lookup') this.#storedStatus = record.input.stored?.status ?? null
    this.#status = statusOf(record, this.#storedStatus) ?? this.#status
    this.outcome ??= event.startsWith('client.gone') ? 'abandoned' : (eventOutcome[event] ?? null)
    if (to !== this.state || from !== to) this.#enter(record, flight)
  }

  /** Whom it follows has failed, and it follows another without having been asked. */
  follow(leader: number, flight: string, at: Millis): void {
    const span = this.#span
    if (span === null || span.state !== 'awaitFlight' || span.flight === flight) return
    if (this.#spans.length < stepLimit) this.#spans.push({ ...span, end: at })
    this.#span = { ...spanOf('awaitFlight', at), leader, flight }
  }

  toTransaction(): TimelineTransaction {
    const { run, id, order, key, url, begin, end, state, outcome } = this
    return {
      ...{ run, id, order, method: this.#method, url, key, roles: [...this.#roles], begin, end, state },
      ...{ status: this.#status, outcome, stepsLeftOut: this.#stepsLeftOut },
      spans: this.#span === null ? [...this.#spans] : [...this.#spans, this.#span],
      steps: [...this.#steps],
      moments: { ...this.moments },
      begunBy: this.#begunBy,
      record: this.#record,
    }
  }

  #enter({ at, event, from, to, leader }: RecordedStep, flight: string | null): void {
    if (this.#span !== null && this.#spans.length < stepLimit)
      this.#spans.push({ ...this.#span, end: at, endedBy: from === this.state ? event : null })
    this.state = to
    this.end = isFinal(to) ? at : null
    this.#span = isFinal(to) ? null : { ...spanOf(to, at), leader: leader ?? null, flight }
  }

  #noteRole(event: TransactionEventType, to: TransactionState, at: Millis): void {
    const role = event === 'deadline.passed' ? roleWithout(to) : eventRole[event]
    const last = this.#roles.at(-1)
    if (role === undefined || this.#roles[0]?.role === 'background' || last?.role === role) return
    if (this.#roles.length < stepLimit) this.#roles.push({ role, at })
  }

  #noteMoments({ at, event, from, input, effects, requestTime }: RecordedStep): void {
    const { moments } = this
    if (from === 'awaitCache' && event.startsWith('lookup.')) moments.lookedUp ??= at
    if (requestTime !== undefined && this.#sends === 1) moments.sent = requestTime
    if (effects.includes('backend.send') || effects.includes('backend.sendOriginal')) {
      this.#sends += 1
      moments.sent ??= at
    }
    if (input.type === 'reply') moments.firstByte ??= at
    if (effects.includes('client.respond') || effects.includes('client.fail')) moments.answered ??= at
    if (event === 'delivery.done') moments.delivered ??= at
    if (event.startsWith('client.gone')) moments.clientGone ??= at
    if (event.startsWith('deadline.')) moments.deadline ??= at
  }
}

/** Of one who has waited long enough, and goes on by itself. */
const roleWithout = (to: TransactionState): Role => (to.startsWith('awaitBackend') ? 'leader' : 'client')

const spanOf = (state: TransactionState, begin: Millis): TimelineSpan => ({
  state,
  begin,
  end: null,
  waitsFor: stateWaitsFor[state],
  endedBy: null,
  leader: null,
  flight: null,
})
