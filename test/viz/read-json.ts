import type { Reading } from './reading.ts'

/** As much of a state's configuration as is counted. */
interface StateJson {
  readonly states?: Readonly<Record<string, StateJson>>
  readonly on?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
  readonly always?: unknown
  readonly onDone?: unknown
  readonly target?: unknown
  readonly invoke?: readonly Readonly<Record<string, unknown>>[]
}

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat())

/** Counts what stands in the text itself, whoever makes a machine of it. */
export function readJson(text: string): Reading {
  const states: string[] = []
  const labels: string[] = []
  const look = (state: StateJson): void => {
    for (const transitions of [...Object.entries(state.on ?? {}), ...Object.entries(state.after ?? {})]) {
      labels.push(...listOf(transitions[1]).map(() => transitions[0]))
    }
    const { always, onDone, target, invoke = [] } = state
    labels.push(...[...listOf(always), ...listOf(onDone), ...listOf(target)].map(() => ''))
    for (const actor of invoke) {
      const told = [actor['onDone'], actor['onError'], actor['onSnapshot']].flatMap(listOf)
      labels.push(...told.map(() => String(actor['id'])))
    }
    for (const [name, child] of Object.entries(state.states ?? {})) {
      states.push(name)
      look(child)
    }
  }
  look(JSON.parse(text) as StateJson) // what is counted is looked at
  return { states, labels }
}
