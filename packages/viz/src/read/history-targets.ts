import type { AnyStateNode } from 'xstate'
import { UnsupportedMachineError } from '../unsupported-machine-error.ts'
import { listOf } from './list-of.ts'

/**
 * The states that a history state leads to when there is nothing to go back to; `undefined` where it does not say. XState
 * reads them only when it comes there: by the `id` of a state, or by the path from the history state's parent.
 */
export function historyTargets(node: AnyStateNode, source: string): readonly AnyStateNode[] | undefined {
  const { config, parent, type } = node
  if (type !== 'history' || config.target === undefined || parent === undefined) return undefined
  return listOf<unknown>(config.target).map((target) => {
    const found = typeof target === 'string' ? findState(target, parent) : undefined
    if (found !== undefined) return found
    throw new UnsupportedMachineError(
      `The history state "${source}" leads to "${String(target)}", which is no state.`,
      {
        state: source,
      },
    )
  })
}

function findState(target: string, parent: AnyStateNode): AnyStateNode | undefined {
  if (target.startsWith('#')) return findById(target, parent)
  return namesIn(target).reduce<AnyStateNode | undefined>((node, name) => ownState(node, name), parent)
}

function findById(target: string, { machine }: AnyStateNode): AnyStateNode | undefined {
  try {
    return machine.getStateNodeById(target)
  } catch {
    return undefined // XState throws where there is none.
  }
}

const ownState = (node: AnyStateNode | undefined, name: string): AnyStateNode | undefined =>
  node !== undefined && Object.hasOwn(node.states, name) ? node.states[name] : undefined

/** A path taken apart as XState does it: at its dots, but for those after a backslash, up to the first name that is empty. */
function namesIn(path: string): string[] {
  const names = ['']
  for (const [piece] of path.matchAll(/\\?./gs)) {
    if (piece === '.') names.push('')
    else names.push(`${names.pop() ?? ''}${piece.at(-1) ?? ''}`)
  }
  return names.includes('') ? names.slice(0, names.indexOf('')) : names
}
