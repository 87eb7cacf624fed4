import { actorNames } from '../actor-names.ts'
import type { DiagramInvoke, DiagramState } from '../diagram.ts'
import { visibleText } from './escape-xml.ts'
import type { LineRole } from './text-line.ts'

/** What is said of a state, and in how many lines at most. */
type Said = readonly [role: LineRole, text: string, lines: number]

/** What is said of a state, or of the machine, below its name. */
export function saidOf({
  kind,
  description,
  entry,
  exit,
  initialActions,
  invokes,
  tags,
}: DiagramState): Said[] {
  const list = (what: string, names: readonly string[]): Said[] =>
    names.length === 0 ? [] : [['order', `${what} / ${names.join(', ')}`, 3]]
  return [
    ...(kind === 'parallel' ? [['order', 'all of these at once', 1] as const] : []),
    ...(description === '' ? [] : [['description', description, 5] as const]),
    ...list('entry', entry),
    ...list('begin', initialActions),
    ...list('exit', exit),
    ...list('invoke', invokeTexts(invokes)),
    ...list('tags', tags),
  ]
}

/** A name that nobody sees is one, too: XState allows it. */
export const nameOf = ({ name }: DiagramState): string =>
  visibleText(name).trim() === '' ? '(no name)' : name

/** The actors of a state, each by its name, and what it runs where that is another. */
function invokeTexts(invokes: readonly DiagramInvoke[]): string[] {
  const names = actorNames(invokes)
  return invokes.map(({ id, source }, index) => {
    const name = names[index] ?? id
    return name === source ? name : `${name}: ${source}`
  })
}
