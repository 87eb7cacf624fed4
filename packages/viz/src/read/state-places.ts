import type { AnyStateNode } from 'xstate'
import { UnsupportedMachineError } from '../unsupported-machine-error.ts'

/** Every state of a machine, a parent before its children, by the node that XState has of it: its `id` in the diagram. */
export type StatePlaces = ReadonlyMap<AnyStateNode, string>

/** More than that is a mistake, or meant to use up the memory: nobody could read the picture. */
const mostStates = 10_000
const deepest = 500

/**
 * @throws UnsupportedMachineError (`ERR_UNSUPPORTED_MACHINE`) for more than 10,000 states, for states within each other
 * more than 500 deep, and for names by which XState itself does not find a state.
 */
export function statePlaces(root: AnyStateNode): StatePlaces {
  const places = new Map<AnyStateNode, string>()
  // No recursion: how deep a machine may be is for the limit to say, not for the stack.
  const ahead: { readonly node: AnyStateNode; readonly id: string }[] = [{ node: root, id: '' }]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    const { node, id } = next
    places.set(node, id)
    if (places.size > mostStates + 1) refuse(`It has more than ${mostStates} states.`, '')
    if (node.path.length > deepest) refuse(`Its states lie within each other more than ${deepest} deep.`, id)
    refuseLostNames(node, id)
    for (const [name, child] of Object.entries<AnyStateNode>(node.states).toReversed()) {
      ahead.push({ node: child, id: childId(id, name) })
    }
  }
  return places
}

const childId = (parent: string, name: string): string =>
  parent === '' ? escapeName(name) : `${parent}.${escapeName(name)}`

/** As XState writes a name within a path. */
const escapeName = (name: string): string => name.replace(/[.\\]/g, String.raw`\$&`)

function refuseLostNames({ config, states }: AnyStateNode, id: string): void {
  const where = id === '' ? 'The machine' : `State "${id}"`
  if (Object.hasOwn(states, ''))
    refuse(`${where} has a state whose name is empty: nothing can lead there.`, id)
  // XState keeps its states in a plain object, in which this name sets the prototype.
  if (Object.hasOwn(config.states ?? {}, '__proto__')) {
    refuse(`${where} has a state named "__proto__", which XState loses.`, id)
  }
}

function refuse(message: string, state: string): never {
  throw new UnsupportedMachineError(message, { state })
}
