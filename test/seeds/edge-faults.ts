import type { CompiledMachine, CompiledState, Edge } from '@cachechart/core'

/** Where the edges of a machine promise a client less than it is owed when something fails, or is refreshed behind it. */
export const edgeFaults = (table: CompiledMachine): readonly string[] =>
  [...table.states.values()].flatMap((state) => [...unmasked(state), ...refreshedFirst(state)])

/** Stale-if-error holds for whatever fails while an obligation is open, and the client, where one is there, gets it. */
const unmasked = ({ name, on }: CompiledState): string[] => {
  if (!name.startsWith('awaitBackend')) return []
  const isMasked = (event: string): boolean => {
    const effects = on.get(event.replace('.failed', '.masked'))?.effects ?? []
    const answersClient = effects.includes('client.respond') || name.endsWith('.detached')
    return effects.includes('obligation.chooseStale') && answersClient
  }
  return [...on.keys()]
    .filter((event) => event.endsWith('.failed') && !isMasked(event))
    .map((event) => `in ${name} nothing can stand in on ${event}`)
}

/** Nothing of what the client brought may go to the background before the client has got its own. */
const refreshedFirst = ({ name, on }: CompiledState): string[] =>
  [...on.values()]
    .filter(({ effects }) => {
      const refresh = effects.indexOf('refresh.start')
      const respond = effects.indexOf('client.respond')
      return refresh >= 0 && (respond < 0 || refresh < respond)
    })
    .map(({ event }) => `in ${name} the refresh comes before the client on ${event}`)

/** A copy of a machine in which one edge orders something else. */
export const withEffects = (
  table: CompiledMachine,
  [name, event]: readonly [state: string, event: string],
  effects: readonly string[],
): CompiledMachine => {
  const state = table.states.get(name)
  const edge = state?.on.get(event)
  if (state === undefined || edge === undefined) throw new TypeError(`${name} has no ${event}`)
  const changed: Edge = { ...edge, effects }
  const copy = { ...state, on: new Map([...state.on, [event, changed]]) }
  return { ...table, states: new Map([...table.states, [name, copy]]) }
}
