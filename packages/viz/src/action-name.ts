import { UnsupportedMachineError } from './unsupported-machine-error.ts'

/** The name by which a machine orders an action. XState keeps a bare name, an object with a `type`, or a function. */
export function actionName(action: unknown, state: string): string {
  if (typeof action === 'string') return action
  if (typeof action === 'object' && action !== null && 'type' in action && typeof action.type === 'string') {
    return action.type
  }
  const seen = typeof action === 'function' ? `the function "${action.name}"` : `a ${typeof action}`
  throw new UnsupportedMachineError('inline action', state, seen)
}
