import { getShortestPaths, getSimplePaths } from '@xstate/graph'
import { createActor, type AnyStateMachine } from 'xstate'
import type { CompiledMachine } from '../engine/compiled-machine.ts'
import { statePathOf } from '../engine/state-path.ts'
import { IllegalEventError, step } from '../engine/step.ts'

/** What an interpreter makes of one event of a sequence; the first of them is the start. */
export interface Observation {
  readonly state: string
  readonly effects: readonly string[]
  readonly verdict: 'legal' | 'illegal'
}

/** Every name under `actions`, `entry` and `exit` of a machine. */
const effectsIn = (machine: AnyStateMachine): readonly string[] => {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (['actions', 'entry', 'exit'].includes(key))
        for (const name of [inner].flat()) found.add(String(name))
      visit(inner)
    }
  }
  visit(machine.config)
  return [...found]
}

/** Runs sequences of events by XState's own interpreter, each on an actor of its own. */
export const actorObserver = (machine: AnyStateMachine): ((events: readonly string[]) => Observation[]) => {
  let ordered: string[] = []
  const actions = Object.fromEntries(effectsIn(machine).map((name) => [name, () => void ordered.push(name)]))
  const provided = machine.provide({ actions })
  return (events) => {
    const actor = createActor(provided)
    actor.start()
    const observe = (verdict: Observation['verdict']): Observation => {
      const { error, value } = actor.getSnapshot()
      if (error !== undefined) throw error as Error // whatever XState threw is passed on
      const observation = { state: statePathOf(value), effects: ordered, verdict }
      ordered = []
      return observation
    }
    const take = (type: string): Observation => {
      const snapshot = actor.getSnapshot()
      // A snapshot that is done still says what it could do; its actor is stopped, and does nothing.
      if (snapshot.status !== 'active') return observe('illegal')
      actor.send({ type })
      return observe(snapshot.can({ type }) ? 'legal' : 'illegal')
    }
    return [observe('legal'), ...events.map(take)]
  }
}

/** What the compiled machine makes of the events. */
export const observeTable = (table: CompiledMachine, events: readonly string[]): Observation[] => {
  let state = table.initial
  const take = (type: string): Observation => {
    try {
      const edge = step(state, type)
      state = edge.target
      return { state: state.name, effects: edge.effects, verdict: 'legal' }
    } catch (error) {
      if (!(error instanceof IllegalEventError)) throw error
      return { state: state.name, effects: [], verdict: 'illegal' }
    }
  }
  return [{ state: state.name, effects: table.initialEffects, verdict: 'legal' }, ...events.map(take)]
}

/** Every path of the machine's graph, and every event of the alphabet in every state. */
export const sequencesOf = (machine: AnyStateMachine, alphabet: readonly string[]): string[][] => {
  const events = alphabet.map((type) => ({ type }))
  const typesOf = (path: { readonly steps: readonly { readonly event: { readonly type: string } }[] }) =>
    path.steps.map(({ event }) => event.type).filter((type) => type !== 'xstate.init')
  const simple = getSimplePaths(machine, { events }).map(typesOf)
  const reaching = getShortestPaths(machine, { events }).map(typesOf)
  return [...simple, ...reaching.flatMap((path) => alphabet.map((event) => [...path, event]))]
}
