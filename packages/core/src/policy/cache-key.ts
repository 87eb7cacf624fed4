import type { RequestHead } from '../http/message.ts'

/** Makes the key under which the response to a request is looked for and kept. */
export type KeyRule = (request: RequestHead) => string

/** How the query takes part in the key. The origin is always asked with the query as it came. */
export interface KeyOptions {
  /** `true`: parameters in another order make the same key. Of parameters with one name the order is kept. Default `false`. */
  readonly sortQuery?: boolean
  /** Parameters that make no difference, by name as it is written in the URL; `utm_*` stands for all that begin so. */
  readonly ignoreParameters?: readonly string[]
}

/** The key under which responses for a target URI are kept. RFC 9111 §2, §4. */
export function cacheKeyOfUri(uri: string): string {
  // RFC 9110 §7.1: the target URI excludes the fragment.
  const fragment = uri.indexOf('#')
  return fragment < 0 ? uri : uri.slice(0, fragment)
}

/** The key for a request: GET and HEAD share one. */
export function cacheKeyOf(request: RequestHead): string {
  return cacheKeyOfUri(request.url)
}

type NameTest = (name: string) => boolean

const nameTest = (pattern: string): NameTest => {
  if (!pattern.endsWith('*')) return (name) => name === pattern
  const beginning = pattern.slice(0, -1)
  return (name) => name.startsWith(beginning)
}

const nameOf = (parameter: string): string => {
  const end = parameter.indexOf('=')
  return end < 0 ? parameter : parameter.slice(0, end)
}

/** By code units, as nothing in a URL has a language. */
const byName = (one: string, other: string): number => {
  const [first, second] = [nameOf(one), nameOf(other)]
  if (first === second) return 0
  return first < second ? -1 : 1
}

/** A rule by which queries that mean the same make the same key. Nothing is decoded: what is written differently differs. */
export function keyRuleOf({ sortQuery = false, ignoreParameters = [] }: KeyOptions): KeyRule {
  if (!sortQuery && ignoreParameters.length === 0) return cacheKeyOf
  const isIgnored = ignoreParameters.map(nameTest)
  return (request) => {
    const uri = cacheKeyOf(request)
    const question = uri.indexOf('?')
    if (question < 0) return uri
    const parameters = uri.slice(question + 1).split('&')
    const kept = parameters.filter(
      (parameter) => parameter !== '' && !isIgnored.some((ignores) => ignores(nameOf(parameter))),
    )
    const query = (sortQuery ? kept.toSorted(byName) : kept).join('&')
    return query === '' ? uri.slice(0, question) : `${uri.slice(0, question)}?${query}`
  }
}
