import type { AnyStateMachine } from 'xstate'

/**
 * Whether a value is a machine of XState 5, whichever copy of the library made it: one that is loaded from a file often
 * comes with its own.
 *
 * @example
 * isMachine(transactionMachine) // true
 * isMachine({ initial: 'a', states: { a: {} } }) // false: that is what `createMachine` makes one of
 */
export function isMachine(value: unknown): value is AnyStateMachine {
  try {
    return hasShapeOfMachine(value)
  } catch {
    // What throws when it is looked at, as a proxy or a getter may, is none.
    return false
  }
}

function hasShapeOfMachine(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('root' in value) || !('id' in value)) return false
  const { root, id } = value
  if (typeof root !== 'object' || root === null || typeof id !== 'string') return false
  // Machines of XState 4 have no root, and keep their transitions in an array.
  return 'transitions' in root && isMap(root.transitions) && 'states' in root && isObject(root.states)
}

/** What a value that is no machine is instead, in words. */
export function describeNoMachine(value: unknown): string {
  try {
    return kindOf(value)
  } catch {
    return 'an object that throws when it is looked at'
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return aKindOf(value)
  if ('withConfig' in value) return 'a machine of XState 4'
  if ('getSnapshot' in value) return 'an actor; the machine is what it was created from'
  if ('transition' in value) return 'the logic of an actor that is no machine'
  if ('states' in value) return 'the configuration of a machine; `createMachine` makes one of it'
  return 'an object of another kind'
}

function aKindOf(value: unknown): string {
  const kind = typeof value
  return kind === 'undefined' ? kind : `a ${kind}`
}

// Not `instanceof`: a machine may come from another realm.
const isMap = (value: unknown): boolean => Object.prototype.toString.call(value) === '[object Map]'

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
