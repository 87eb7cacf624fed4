import { MisuseError } from './driver-errors.ts'

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
