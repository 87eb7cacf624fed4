import type { Diagram, DiagramState } from '../diagram.ts'
import { stateConfig } from './state-config.ts'
import { targetNames } from './target-names.ts'
import type { Json } from './transition-config.ts'

/**
 * Writes a diagram as the configuration of a machine of XState, in JSON: the form in which Stately's editor exports
 * machines (stately.ai/docs/export-as-code), and which it imports with `createMachine( )` around it
 * (stately.ai/docs/import-from-code). `createMachine(JSON.parse(text))` has the same diagram. What only a program can say
 * is there by its name: a machine that is to run needs the actions, guards, delays and actors of those names
 * (`machine.provide`).
 *
 * @example
 * import { createMachine } from 'xstate'
 *
 * const text = toJson(toDiagram(transactionMachine))
 * const again = createMachine(JSON.parse(text))
 * toJson(toDiagram(again)) === text // true
 */
export function toJson(diagram: Diagram): string {
  const children = Map.groupBy(diagram.states, ({ parent }) => parent)
  const edges = Map.groupBy(diagram.edges, ({ source }) => source)
  const { idOf, nameOf } = targetNames(diagram)
  const write = (state: DiagramState, inside: readonly DiagramState[]): Json => {
    const states = inside.map((child) => [child.name, write(child, children.get(child.id) ?? [])])
    return {
      ...stateConfig(state, { children: inside, edges: edges.get(state.id) ?? [], nameOf, id: idOf(state) }),
      ...(states.length > 0 && { states: Object.fromEntries(states) }),
    }
  }
  return `${JSON.stringify(write(diagram.root, children.get(null) ?? []), null, 2)}\n`
}
