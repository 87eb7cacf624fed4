import type { StorageOverrides } from '../policy/storage-overrides.ts'
import { checkAbortChoices, checkChoice, checkLimits, isToken } from './check-values.ts'
import { MisuseError } from './driver-errors.ts'
import type { Overrides } from './overrides.ts'

type Check = (name: string, value: unknown) => void

const fail = (name: string, expected: string, seen: unknown): never => {
  throw new MisuseError(`${name} must be ${expected}; it is ${JSON.stringify(seen) ?? String(seen)}`)
}

const seconds: Check = (name, value) => {
  if (typeof value !== 'number' || !(value >= 0)) {
    throw new MisuseError(`${name} must be a number of seconds, 0 or more; it is ${String(value)}`)
  }
}

const yesOrNo: Check = (name, value) => {
  if (typeof value !== 'boolean') fail(name, 'true or false', value)
}

const text: Check = (name, value) => {
  if (typeof value !== 'string' || value === '') fail(name, 'a string that is not empty', value)
}

const hook: Check = (name, value) => {
  if (typeof value !== 'function') throw new MisuseError(`${name} must be a function; it is ${typeof value}`)
}

const listOf =
  (expected: string, isMember: (member: string) => boolean): Check =>
  (name, value) => {
    const isList = Array.isArray(value) && value.every((one) => typeof one === 'string' && isMember(one))
    if (!isList) fail(name, expected, value)
  }

const oneOf =
  (...allowed: readonly string[]): Check =>
  (name, value) => {
    checkChoice(name, value, allowed)
  }

const objectAs =
  (example: string, checkMembers: (name: string, value: object) => void): Check =>
  (name, value) => {
    if (typeof value === 'object' && value !== null) return checkMembers(name, value)
    fail(name, `an object such as ${example}`, value)
  }

const storageChecks: { readonly [Name in keyof StorageOverrides]-?: Check } = {
  ttl: seconds,
  maxAge: seconds,
  staleWhileRevalidate: seconds,
  staleIfError: seconds,
  // A label is a word of `Surrogate-Key` or `Cache-Tag`: with a space or a comma in it nobody could send it.
  surrogateKeys: listOf('an array of labels without spaces and commas', (key) => /^[^\s,]+$/.test(key)),
  vary: listOf('an array of field names', isToken),
  sensitive: yesOrNo,
}

const checks: { readonly [Name in keyof Overrides]-?: Check } = {
  ...storageChecks,
  cacheMode: oneOf('default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'),
  strategy: oneOf('fresh', 'refresh', 'invalidate', 'bypass'),
  pass: yesOrNo,
  cacheKey: text,
  collapse: yesOrNo,
  deadlines: objectAs('{ reply: 5_000 }', checkLimits),
  abort: objectAs('{ leader: {} }', checkAbortChoices),
  beforeSend: hook,
  afterSend: hook,
  onDirect: hook,
}

const checkAll = (values: object, known: Readonly<Record<string, Check>>): void => {
  for (const [name, value] of Object.entries(values)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined
    if (check === undefined) {
      throw new MisuseError(`there is no override "${name}"; there are ${Object.keys(known).join(', ')}`)
    }
    if (value !== undefined) check(name, value)
  }
}

const checkTimes = ({ ttl, maxAge }: StorageOverrides): void => {
  if (ttl === undefined || maxAge === undefined) return
  throw new MisuseError('ttl and maxAge say the same in two ways: give one of them')
}

/** @throws MisuseError that names the override, what it may be, and what it is */
export const checkStorageOverrides = (overrides: StorageOverrides): void => {
  checkAll(overrides, storageChecks)
  checkTimes(overrides)
}

/** @throws MisuseError that names the override, what it may be, and what it is */
export const checkOverrides = (overrides: Overrides): void => {
  if (typeof overrides !== 'object' || overrides === null) {
    throw new MisuseError(`overrides are an object such as { ttl: 60 }; they are ${String(overrides)}`)
  }
  checkAll(overrides, checks)
  checkTimes(overrides)
  const ways = [overrides.cacheMode, overrides.strategy, overrides.pass === true ? true : undefined]
  if (ways.filter((way) => way !== undefined).length > 1) {
    throw new MisuseError('cacheMode, strategy and pass say how the cache is used: give one of them')
  }
}
