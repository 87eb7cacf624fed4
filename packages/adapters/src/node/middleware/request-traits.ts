import type { FieldLines } from '@cachechart/core'

/** What the middleware has to know of a request's fields before the cache does. */
export interface RequestTraits {
  /** RFC 9112 §6.3 */
  readonly hasBody: boolean
  readonly hasCookie: boolean
  /** RFC 9110 §7.8 */
  readonly hasUpgrade: boolean
}

const none: RequestTraits = { hasBody: false, hasCookie: false, hasUpgrade: false }

/** Reads them in one pass, and makes nothing where there are none: this runs for each request. */
export function requestTraits(fields: FieldLines): RequestTraits {
  let traits = none
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const name = fields[index] ?? ''
    const { length } = name
    // Most names are told by their length, and none of the others is lower-cased.
    if (length !== 6 && length !== 7 && length !== 14 && length !== 17) continue
    const found = traitOf(name.toLowerCase(), fields[index + 1] ?? '')
    if (found !== undefined) traits = { ...traits, [found]: true }
  }
  return traits
}

function traitOf(name: string, value: string): keyof RequestTraits | undefined {
  switch (name) {
    case 'cookie':
      return 'hasCookie'
    case 'upgrade':
      return 'hasUpgrade'
    case 'content-length':
      return value === '0' ? undefined : 'hasBody'
    case 'transfer-encoding':
      return 'hasBody'
    default:
      return undefined
  }
}
