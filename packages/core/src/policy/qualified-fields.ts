import type { ResponseDirectives } from '../http/cache-control.ts'
import type { Policy } from './policy-options.ts'

/** What `private` and `no-cache` mean to one cache, with or without field names. RFC 9111 §5.2.2.4, §5.2.2.7. */
export interface QualifiedFields {
  /** The fields that are not stored, in lower case; the rest of the response may be. */
  readonly excepted: readonly string[]
  /** The whole response is for one user. */
  readonly isPrivate: boolean
  /** The whole response is not reused without validation. */
  readonly mustValidate: boolean
}

/** Without one of these a stored response would be another: a directive that names it is about the whole. */
const essential =
  /^(?:age|cache-control|cdn-cache-control|content-.*|date|etag|expires|last-modified|location|pragma|vary)$/

/** RFC 9110 §5.6.2. What is no name (a quote that never closes) may have been meant for any field. */
const token = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/

function isEssential(name: string, { targets }: Policy): boolean {
  return !token.test(name) || essential.test(name) || targets.includes(name)
}

const noFields: readonly string[] = Object.freeze([])

/** Reads the two directives that can name fields. A private cache has no use for `private` (RFC 9111 §5.2.2.7). */
export function qualifiedFields(directives: ResponseDirectives, policy: Policy): QualifiedFields {
  const { noCache, noCacheFields } = directives
  // Hardly any response names fields.
  if (noCacheFields.length === 0 && directives.privateFields.length === 0) {
    return { excepted: noFields, isPrivate: policy.shared && directives.private, mustValidate: noCache }
  }
  const privateFields = policy.shared ? directives.privateFields : []
  const namesEssential = (names: readonly string[]) => names.some((name) => isEssential(name, policy))
  const isPrivate = (policy.shared && directives.private) || namesEssential(privateFields)
  const mustValidate = noCache || namesEssential(noCacheFields)
  return {
    excepted: [...(isPrivate ? [] : privateFields), ...(mustValidate ? [] : noCacheFields)],
    isPrivate,
    mustValidate,
  }
}
