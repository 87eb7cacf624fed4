import type { DiagramEdge, DiagramState } from '../diagram.ts'
import { labelOf } from '../label-of.ts'

/** A hint is read at a glance, whatever a machine says. */
const longestHint = 1200

/** All that is said of a state: a browser shows it to whoever points at it. */
export function stateHint({
  id,
  name,
  kind,
  description,
  entry,
  exit,
  initialActions,
  invokes,
  tags,
  meta,
}: DiagramState): string {
  const facts = [
    description,
    list('entry', entry),
    list('begin', initialActions),
    list('exit', exit),
    list(
      'invokes',
      invokes.map(({ id: actor, source }) => `${actor} (${source})`),
    ),
    list('tags', tags),
    ...Object.entries(meta).map(
      ([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
  ]
  const title = kind === 'atomic' ? id || name : `${id || name} (${kindWords[kind]})`
  return bound([title, ...facts.filter((fact) => fact !== '')].join(' · '))
}

const kindWords = {
  atomic: '',
  compound: 'holds others, of which one is active',
  parallel: 'holds others, which are all active',
  final: 'final',
  shallowHistory: 'history: where its parent was left',
  deepHistory: 'deep history: where its parent and all in it was left',
} as const satisfies Record<DiagramState['kind'], string>

/** All that is said of an edge. */
export function edgeHint(edge: DiagramEdge): string {
  const { source, targets, description, reenter } = edge
  const way =
    targets.length === 0
      ? `stays in ${source || 'any state'}`
      : `${source || 'any state'} → ${targets.join(', ')}`
  const facts = [way, reenter ? 'leaves and enters again' : '', list('actions', edge.actions), description]
  return bound([labelOf(edge), ...facts.filter((fact) => fact !== '')].join(' · '))
}

const list = (what: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${what}: ${names.join(', ')}`

const bound = (text: string): string => (text.length > longestHint ? `${text.slice(0, longestHint)}…` : text)
