import { UnsupportedMachineError } from '../unsupported-machine-error.ts'
import { functionName } from './function-name.ts'

/**
 * A guard in words: its name, or what XState's own make of others: `not full and (ready or in open)`. A function that
 * stands where it is used is called by its name, or `inline`.
 */
export function guardName(guard: unknown, state: string): string {
  if (typeof guard === 'string') return guard
  if (typeof guard === 'function') return isBuiltIn(guard) ? builtInName(guard, state) : functionName(guard)
  if (typeof guard === 'object' && guard !== null && 'type' in guard && typeof guard.type === 'string') {
    return guard.type
  }
  const seen = guard === null ? 'null' : `a value of type ${typeof guard}`
  throw new UnsupportedMachineError(
    `A guard of state "${state}" is ${seen}; expected is a name, an object with a type, or a function.`,
    { state },
  )
}

/** What XState's own guard creators hang on the function that they return. */
interface BuiltIn {
  readonly name: string
  readonly check: unknown
  readonly guards?: unknown
  readonly stateValue?: unknown
}

const isBuiltIn = (guard: object): guard is BuiltIn => 'check' in guard && typeof guard.check === 'function'

function builtInName(guard: BuiltIn, state: string): string {
  if ('stateValue' in guard) return `in ${stateName(guard.stateValue)}`
  const parts = Array.isArray(guard.guards) ? guard.guards.map((part) => operand(part, state)) : []
  if (parts.length === 0) return guard.name
  return guard.name === 'not' ? `not ${parts.join()}` : parts.join(` ${guard.name} `)
}

/** What is made of several stands in brackets within another. */
function operand(guard: unknown, state: string): string {
  const name = guardName(guard, state)
  const isJoined = typeof guard === 'function' && isBuiltIn(guard) && Array.isArray(guard.guards)
  return isJoined && guard.name !== 'not' ? `(${name})` : name
}

/** XState takes a state's `id`, its path, or a value as a snapshot has it: `{ on: 'left' }`. */
const stateName = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
