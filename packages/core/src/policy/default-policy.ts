import { cacheKeyOf, keyRuleOf, type KeyOptions, type KeyRule } from './cache-key.ts'
import type { Policy, PolicyOptions } from './policy-options.ts'

const day = 86_400

/** What has a default of its own, whatever the others are. */
type Independent = Omit<Policy, 'targets' | 'key' | 'isKeyedByUrl'>

const defaults: Independent = {
  shared: true,
  name: 'cachechart',
  heuristicFraction: 0.1,
  heuristicMaximum: day,
  staleIfError: 0,
  staleWhileRevalidate: 0,
  errorStatuses: [500, 502, 503, 504],
  setCookie: 'refuse',
  onStoreFailure: 'pass',
}

/** RFC 9213 §3: a cache between many users and an origin is what the field is for. */
const targetsOf = ({ shared }: Independent) => (shared ? ['CDN-Cache-Control'] : [])

/** RFC 9211 §2: the name is a token of structured fields (RFC 9651 §3.3.4). */
const token = /^[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*$/

function seen(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  return Array.isArray(value) ? `[${value.map(seen).join(', ')}]` : String(value)
}

function nonsense(option: keyof PolicyOptions, expected: string, value: unknown): string {
  return `policy.${option} must be ${expected}; it is ${seen(value)}`
}

function requireNumber(option: keyof PolicyOptions, value: unknown, maximum = Infinity): void {
  const expected = `a number${maximum === Infinity ? ', 0 or more' : ` from 0 to ${maximum}`}`
  if (typeof value !== 'number') throw new TypeError(nonsense(option, expected, value))
  if (!(value >= 0 && value <= maximum)) throw new RangeError(nonsense(option, expected, value))
}

function requireName(name: unknown): void {
  const expected = 'a token, as in "edge-1"'
  if (typeof name !== 'string') throw new TypeError(nonsense('name', expected, name))
  if (!token.test(name)) throw new RangeError(nonsense('name', expected, name))
}

/** RFC 9110 §5.1: a field name is a token. */
const fieldName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

function requireTargets(targets: unknown): void {
  const expected = 'an array of field names, as in ["CDN-Cache-Control"]'
  if (!Array.isArray(targets)) throw new TypeError(nonsense('targets', expected, targets))
  const isName = (name: unknown) => typeof name === 'string' && fieldName.test(name)
  if (!targets.every(isName)) throw new RangeError(nonsense('targets', expected, targets))
}

function requireStatuses(statuses: unknown): void {
  const expected = 'an array of status codes from 400 to 599'
  if (!Array.isArray(statuses)) throw new TypeError(nonsense('errorStatuses', expected, statuses))
  const isError = (status: unknown) =>
    Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599
  if (!statuses.every(isError)) throw new RangeError(nonsense('errorStatuses', expected, statuses))
}

/** A rule must know what it is given, and must give a key. */
function checkedRule(rule: KeyRule): KeyRule {
  return (request) => {
    const key: unknown = rule(request)
    if (typeof key === 'string' && key !== '') return key
    throw new TypeError(`policy.key must return a string that is not empty; it returned ${seen(key)}`)
  }
}

function requireKeyOptions(options: KeyOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(nonsense('key', 'a function, or options such as { sortQuery: true }', options))
  }
  const { sortQuery = false, ignoreParameters = [] } = options
  if (typeof sortQuery !== 'boolean') {
    throw new TypeError(`policy.key.sortQuery must be true or false; it is ${seen(sortQuery)}`)
  }
  if (!Array.isArray(ignoreParameters) || !ignoreParameters.every((name) => typeof name === 'string')) {
    throw new TypeError(
      `policy.key.ignoreParameters must be an array of names, as in ["utm_*"]; it is ${seen(ignoreParameters)}`,
    )
  }
}

function keyRule(key: KeyOptions | KeyRule | undefined): Pick<Policy, 'key' | 'isKeyedByUrl'> {
  if (key === undefined) return { key: cacheKeyOf, isKeyedByUrl: true }
  if (typeof key === 'function') return { key: checkedRule(key), isKeyedByUrl: false }
  requireKeyOptions(key)
  return { key: keyRuleOf(key), isKeyedByUrl: true }
}

/**
 * The policy with every choice made: what `options` leaves out (or gives as `undefined`) takes its default.
 *
 * @throws TypeError for a value of the wrong type, RangeError for one out of range; the message names the option.
 * @example
 * definePolicy({ shared: false }).heuristicFraction // 0.1
 */
export function definePolicy(options: PolicyOptions = {}): Policy {
  const { key, ...others } = options
  const given = Object.entries(others).filter(([, value]) => value !== undefined)
  const chosen = { ...defaults, ...Object.fromEntries(given) }
  const policy: Policy = { targets: targetsOf(chosen), ...chosen, ...keyRule(key) }
  if (typeof policy.shared !== 'boolean') {
    throw new TypeError(nonsense('shared', 'true or false', policy.shared))
  }
  requireName(policy.name)
  requireNumber('heuristicFraction', policy.heuristicFraction, 1)
  requireNumber('heuristicMaximum', policy.heuristicMaximum)
  requireNumber('staleIfError', policy.staleIfError)
  requireNumber('staleWhileRevalidate', policy.staleWhileRevalidate)
  requireTargets(policy.targets)
  requireStatuses(policy.errorStatuses)
  if (policy.setCookie !== 'refuse' && policy.setCookie !== 'store') {
    throw new RangeError(nonsense('setCookie', '"refuse" or "store"', policy.setCookie))
  }
  if (policy.onStoreFailure !== 'pass' && policy.onStoreFailure !== 'fail') {
    throw new RangeError(nonsense('onStoreFailure', '"pass" or "fail"', policy.onStoreFailure))
  }
  return Object.freeze({
    ...policy,
    // As all names of fields that are looked for.
    targets: Object.freeze(policy.targets.map((target) => target.toLowerCase())),
    errorStatuses: Object.freeze([...policy.errorStatuses]),
  })
}
