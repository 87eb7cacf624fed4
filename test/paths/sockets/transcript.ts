import type { FlightTransition, Tolerated, Transition } from '@cachechart/core'

/** All that the machines of a cache have done, as they tell it; and what a test does in the turn in which it is told. */
export class Transcript {
  readonly transitions: Transition[] = []
  readonly flights: FlightTransition[] = []
  readonly #awaited = new Map<string, () => void>()

  readonly onTransition = (transition: Transition): void => {
    this.transitions.push(transition)
    this.#act(transition.event)
  }

  readonly onFlightTransition = (transition: FlightTransition): void => {
    this.flights.push(transition)
    this.#act(`flight ${transition.event}`)
  }

  readonly onTolerated = ({ during }: Tolerated): void => {
    this.#act(during)
  }

  /** Does this once, when a transaction next tells of the event. */
  whenTold(event: Transition['event'], action: () => void): void {
    this.#awaited.set(event, action)
  }

  /** The same for a flight. */
  whenFlightTold(event: FlightTransition['event'], action: () => void): void {
    this.#awaited.set(`flight ${event}`, action)
  }

  /** The same for a failure that is tolerated. */
  whenTolerated(during: Tolerated['during'], action: () => void): void {
    this.#awaited.set(during, action)
  }

  /** The first transaction that tells of this event, of those since the `mark`th transition. */
  begunWith(event: string, mark: number): number | undefined {
    return this.transitions.slice(mark).find((step) => step.event === event)?.transaction
  }

  /** What a transaction has done. */
  stepsOf(id: number | undefined): readonly Transition[] {
    return this.transitions.filter(({ transaction }) => transaction === id)
  }

  #act(told: string): void {
    const action = this.#awaited.get(told)
    this.#awaited.delete(told)
    action?.()
  }
}
