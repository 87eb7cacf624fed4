import type { CompiledState, Edge } from './compiled-machine.ts'

/** An event came that its state does not expect. Nothing has changed. */
export class IllegalEventError extends Error {
  override readonly name = 'IllegalEventError'
  readonly code = 'ERR_ILLEGAL_EVENT'
  readonly state: string
  readonly event: string

  constructor(state: CompiledState, event: string) {
    const expected = state.final ? 'nothing: the state is final' : [...state.on.keys()].toSorted().join(', ')
    super(`event "${event}" is illegal in state "${state.name}"; expected ${expected}`)
    this.state = state.name
    this.event = event
  }
}

/**
 * One step of a compiled machine: the edge that an event takes from a state. Pure: keep `edge.target`, carry out
 * `edge.effects` in order.
 *
 * @throws IllegalEventError (`ERR_ILLEGAL_EVENT`) when the state does not list the event.
 */
export const step = <State extends string, Event extends string, Effect extends string>(
  state: CompiledState<State, Event, Effect>,
  event: Event,
): Edge<State, Event, Effect> => {
  const edge = state.on.get(event)
  if (edge === undefined) throw new IllegalEventError(state, event)
  return edge
}
