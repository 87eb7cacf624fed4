import { actorNames } from '../actor-names.ts'
import type { DiagramInvoke, DiagramState } from '../diagram.ts'

/** What a state does, a line each, in the order in which it happens: on entry, while it lasts, on exit. */
export function stateCaption({ entry, initialActions, invokes, exit, tags }: DiagramState): string[] {
  return [
    ...entry.map((action) => `on entry: ${action}`),
    ...initialActions.map((action) => `on beginning: ${action}`),
    ...actorTexts(invokes).map((actor) => `invokes: ${actor}`),
    ...exit.map((action) => `on exit: ${action}`),
    ...(tags.length === 0 ? [] : [`tags: ${tags.join(', ')}`]),
  ]
}

/** Their names, by which their events are told, and what they run where that is another name. */
function actorTexts(invokes: readonly DiagramInvoke[]): string[] {
  const names = actorNames(invokes)
  return invokes.map(({ id, source }, index) => {
    const name = names[index] ?? id
    return name === source ? name : `${name} (${source})`
  })
}
