import type { AnyStateNode } from 'xstate'
import { actionName } from '../action-name.ts'
import type { DiagramState, DiagramStateKind } from '../diagram.ts'
import { listOf } from './list-of.ts'
import { plainMeta } from './plain-meta.ts'
import { readInvokes } from './read-invokes.ts'
import type { StatePlaces } from './state-places.ts'

/** One state as it stands in the diagram. */
export function readState(node: AnyStateNode, places: StatePlaces): DiagramState {
  const id = places.get(node) ?? ''
  const { config, parent } = node
  const names = (actions: unknown): string[] => listOf(actions).map((action) => actionName(action, id))
  return {
    id,
    name: node.key,
    parent: parent?.parent === undefined ? null : (places.get(parent) ?? null),
    kind: kindOf(node),
    // A parallel state may say where it begins, but begins everywhere.
    initial: parent?.type === 'compound' && [parent.initial.target].flat().includes(node),
    description: text(node.description),
    meta: plainMeta(node.meta),
    tags: listOf(node.tags).filter((tag) => typeof tag === 'string'),
    // Not `node.entry`: there XState adds what sets and stops the timers of `after`.
    entry: names(config.entry),
    exit: names(config.exit),
    initialActions: names(initialActions(node)),
    invokes: readInvokes(node),
  }
}

function kindOf({ type, history }: AnyStateNode): DiagramStateKind {
  if (type !== 'history') return type
  return history === 'deep' ? 'deepHistory' : 'shallowHistory'
}

/** Also a parallel state may have some, and XState runs them, though it begins everywhere. */
function initialActions({ config: { initial }, states }: AnyStateNode): unknown {
  return typeof initial === 'object' && Object.keys(states).length > 0 ? initial.actions : undefined
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
