import { MisuseError } from './driver-errors.ts'

/** RFC 9110 §5.6.2 */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Whether this is a method, a field name, or another word that needs no quotes. */
export const isToken = (value: unknown): value is string => typeof value === 'string' && token.test(value)

/** @throws MisuseError when the value is there, and none of those allowed */
export const checkChoice = (option: string, seen: unknown, allowed: readonly unknown[]): void => {
  if (seen === undefined || allowed.includes(seen)) return
  throw new MisuseError(`${option} must be one of ${allowed.join(', ')}; it is ${JSON.stringify(seen)}`)
}

/** @throws MisuseError when one of these is there, and no number that could be a limit */
export const checkLimits = (name: string, limits: object): void => {
  for (const [option, value] of Object.entries(limits)) {
    if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
      throw new MisuseError(`${name}.${option} must be a number, 0 or more; it is ${String(value)}`)
    }
  }
}

const abortChoices = ['finish', 'finishIfWanted', 'stop']

/** @throws MisuseError when what becomes of a fetch, by role and state, is none of what can become of it */
export const checkAbortChoices = (name: string, abort: object): void => {
  for (const [role, states] of Object.entries(abort)) {
    for (const [state, choice] of Object.entries((states ?? {}) as object))
      // whatever it is, its entries are looked at
      checkChoice(`${name}.${role}.${state}`, choice, abortChoices)
  }
}
