import { functionName } from './read/function-name.ts'
import { UnsupportedMachineError } from './unsupported-machine-error.ts'

/**
 * The name by which a machine orders an action. XState keeps a bare name, an object with a `type`, or a function: one of
 * its own (`assign`, `raise tick`, `send go to child`) or one that stands where it is used (its name, or `inline`).
 */
export function actionName(action: unknown, state: string): string {
  if (typeof action === 'string') return action
  if (typeof action === 'function') return isBuiltIn(action) ? builtInName(action) : functionName(action)
  if (typeof action === 'object' && action !== null && 'type' in action && typeof action.type === 'string') {
    return action.type
  }
  const seen = action === null ? 'null' : `a value of type ${typeof action}`
  throw new UnsupportedMachineError(
    `An action of state "${state}" is ${seen}; expected is a name, an object with a type, or a function.`,
    { state },
  )
}

/** What XState's own action creators hang on the function that they return. */
interface BuiltIn {
  readonly type: string
  readonly event?: unknown
  readonly to?: unknown
  readonly label?: unknown
  readonly value?: unknown
  readonly sendId?: unknown
  readonly actorRef?: unknown
  readonly src?: unknown
}

const isBuiltIn = (action: object): action is BuiltIn =>
  'resolve' in action && 'type' in action && typeof action.type === 'string'

/** What can be told only while the machine runs, by a function, is left out: `raise`, `send to child`. */
function builtInName(action: BuiltIn): string {
  switch (action.type) {
    case 'xstate.raise':
      return words('raise', eventName(action.event))
    case 'xstate.sendTo':
      return words('send', eventName(action.event), receiver(action.to))
    case 'xstate.emit':
      return words('emit', eventName(action.event))
    case 'xstate.log':
      return words('log', text(action.label) ?? text(action.value))
    case 'xstate.cancel':
      return words('cancel', text(action.sendId))
    case 'xstate.stopChild':
      return words('stop', actorName(action.actorRef))
    case 'xstate.spawnChild':
      return words('spawn', text(action.src))
    default:
      return action.type.replace('xstate.', '')
  }
}

const words = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' ')

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function eventName(event: unknown): string | undefined {
  return typeof event === 'object' && event !== null && 'type' in event ? text(event.type) : undefined
}

function receiver(to: unknown): string | undefined {
  const name = to === '#_parent' ? 'parent' : actorName(to)
  return name === undefined ? undefined : `to ${name}`
}

function actorName(actor: unknown): string | undefined {
  return typeof actor === 'object' && actor !== null && 'id' in actor ? text(actor.id) : text(actor)
}
