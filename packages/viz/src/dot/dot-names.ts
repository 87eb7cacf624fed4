import { visibleText } from '../svg/escape-xml.ts'
import { uniqueNames } from '../text/unique-names.ts'

/** The names under which Graphviz knows what is drawn, each once. */
export interface DotNames {
  /** Of a state of the diagram. */
  of(state: string): string
  /** Of something that is no state of the diagram: another one with each call. */
  next(wanted: string): string
}

/** Names for the states of a diagram, in their order: their `id`s, as far as they can be read. */
export function dotNames(states: readonly string[]): DotNames {
  const unique = uniqueNames((wanted, number) => `${wanted} (${number})`)
  const next = (text: string): string => unique(visibleText(text))
  const names = new Map(states.map((state) => [state, next(state)]))
  return { of: (state) => names.get(state) ?? state, next }
}
