import { isSameVariant } from '../http/same-variant.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { RecentMap } from '../http/recent-map.ts'

/** What the responses of a site have in common with each other, mostly: one object serves them all. */
export type HeadTraits = Pick<
  StoredResponse,
  | 'status'
  | 'reason'
  | 'vary'
  | 'varied'
  | 'heuristic'
  | 'immutable'
  | 'sharedWithAuthorization'
  | 'mustValidate'
  | 'mustNotBeStale'
  | 'staleWhileRevalidate'
  | 'staleIfError'
  | 'sharedWith'
  | 'sensitive'
>

/** Longer ones are hardly ever seen twice, and would make the pool large. In characters of JSON. */
const longestTraits = 512

/** Keeps one copy of equal traits. */
export class TraitsPool {
  readonly #traits = new RecentMap<HeadTraits>(128)
  #last: HeadTraits | undefined

  /** The traits of a response, in an object that no one may change: others may have it, too. */
  share(response: StoredResponse): { readonly traits: HeadTraits; readonly kept: 'own' | 'shared' } {
    if (this.#last !== undefined && hasTraits(response, this.#last))
      return { traits: this.#last, kept: 'shared' }
    const own = traitsOf(response)
    // JSON has no Infinity, and writes `null`.
    const name = `${own.staleWhileRevalidate} ${own.staleIfError} ${JSON.stringify(own)}`
    const known = name.length > longestTraits ? undefined : this.#traits.getOrNote(name, own)
    const traits = known ?? own
    this.#last = traits
    return { traits, kept: known === undefined ? 'own' : 'shared' }
  }
}

function hasTraits(response: StoredResponse, traits: HeadTraits): boolean {
  return (
    response.status === traits.status &&
    response.reason === traits.reason &&
    response.heuristic === traits.heuristic &&
    response.immutable === traits.immutable &&
    response.sharedWithAuthorization === traits.sharedWithAuthorization &&
    response.mustValidate === traits.mustValidate &&
    response.mustNotBeStale === traits.mustNotBeStale &&
    response.staleWhileRevalidate === traits.staleWhileRevalidate &&
    response.staleIfError === traits.staleIfError &&
    response.sharedWith === traits.sharedWith &&
    response.sensitive === traits.sensitive &&
    isSameVariant(response, traits)
  )
}

function traitsOf(response: StoredResponse): HeadTraits {
  const { status, reason, heuristic, immutable, sharedWithAuthorization, mustValidate } = response
  const { mustNotBeStale, staleWhileRevalidate, staleIfError, sharedWith, sensitive } = response
  return {
    ...{ status, reason, heuristic, immutable, sharedWithAuthorization, mustValidate, mustNotBeStale },
    ...{ staleWhileRevalidate, staleIfError, sharedWith, sensitive },
    vary: Object.freeze([...response.vary]),
    varied: Object.freeze([...response.varied]),
  }
}
