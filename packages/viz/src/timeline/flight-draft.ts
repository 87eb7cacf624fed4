import type { FlightEventType, FlightState, Millis, RecordedFlight } from '@cachechart/core'
import type { TimelineFlight, TimelineFlightSpan, TimelineFlightStep } from './timeline.ts'

/** No honest flight comes near to it but by its followers, of whom each has steps of its own. */
const stepLimit = 500
const followerLimit = 10_000

/** One flight, as far as its records have come. */
export class FlightDraft {
  readonly id: string
  readonly #of: Pick<TimelineFlight, 'run' | 'leader' | 'key' | 'begin' | 'order'>
  #state: FlightState = 'awaitReply.open'
  #since: Millis
  #end: Millis | null = null
  #endedBy: FlightEventType | null = null
  #stored: Millis | null = null
  #stepsLeftOut = 0
  readonly #spans: TimelineFlightSpan[] = []
  readonly #steps: TimelineFlightStep[] = []
  readonly #followers: number[] = []

  constructor(id: string, of: Pick<TimelineFlight, 'run' | 'leader' | 'key' | 'begin' | 'order'>) {
    this.id = id
    this.#of = of
    this.#since = of.begin
  }

  get isOpen(): boolean {
    return this.#end === null
  }

  /** Whether anything has been told of it: a flight that nothing was told of has been dissolved before it set out. */
  get isKnown(): boolean {
    return this.#steps.length > 0
  }

  take(record: RecordedFlight, { effects, order }: Pick<TimelineFlightStep, 'effects' | 'order'>): void {
    const { at, event, from, to, follower } = record
    if (this.#steps.length < stepLimit)
      this.#steps.push({ at, order, event, from, to, effects, follower: follower ?? null })
    else this.#stepsLeftOut += 1
    if (event === 'writer.done') this.#stored = at
    if ((event === 'follower.joined' || event === 'follower.late') && follower !== undefined)
      if (this.#followers.length < followerLimit) this.#followers.push(follower)
    if (to === this.#state) return
    this.#leave(at)
    this.#state = to
    if (to === 'closed') this.close(at, event)
  }

  close(at: Millis, event: FlightEventType | null): void {
    if (this.#end !== null) return
    this.#end = at
    this.#endedBy = event
  }

  toFlight(): TimelineFlight {
    const going = { state: this.#state, begin: this.#since, end: null }
    return {
      id: this.id,
      ...this.#of,
      end: this.#end,
      spans: this.isOpen ? [...this.#spans, going] : [...this.#spans],
      steps: [...this.#steps],
      stepsLeftOut: this.#stepsLeftOut,
      followers: [...this.#followers],
      endedBy: this.#endedBy,
      stored: this.#stored,
    }
  }

  #leave(at: Millis): void {
    if (this.#spans.length < stepLimit) this.#spans.push({ state: this.#state, begin: this.#since, end: at })
    this.#since = at
  }
}
