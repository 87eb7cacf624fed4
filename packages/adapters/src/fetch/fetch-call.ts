import type { CacheMode, FieldLines, Overrides } from '@cachechart/core'

/** The body of a request, as `fetch` takes it. */
export type RequestBody = NonNullable<RequestInit['body']>

/** What a call wants done with a redirect. */
export type RedirectMode = NonNullable<RequestInit['redirect']>

/** Where a response came from in the end, when the fetch underneath has followed redirects by itself. */
export interface Landing {
  readonly url: string
  readonly redirected: boolean
  readonly type: Response['type']
}

/** What an `Onward` is made of. */
export interface OnwardParts {
  /** The caller's own Request: what is hidden in it (a dispatcher, say) reaches the fetch underneath. */
  readonly input?: Request | undefined
  /** The members of `init` that the cache has no use for. */
  readonly members?: RequestInit
  readonly body?: RequestBody | null
  /** The cache mode that the caller asked for. */
  readonly cacheMode?: CacheMode
  /** Whether the caller's own fields have conditions. */
  readonly isConditional?: boolean
  /** What the fetch underneath is to do with redirects: `manual`, unless only it can follow them. */
  readonly redirect?: RedirectMode
}

/**
 * What goes past the cache: it rides as the context of the cache's request, and the backend takes it up again for the
 * fetch underneath.
 */
export class Onward {
  readonly input: Request | undefined
  readonly members: RequestInit
  readonly body: RequestBody | null
  readonly cacheMode: CacheMode
  readonly isConditional: boolean
  readonly redirect: RedirectMode
  #landing: Landing | undefined

  constructor(parts: OnwardParts = {}) {
    this.input = parts.input
    this.members = parts.members ?? {}
    this.body = parts.body ?? null
    this.cacheMode = parts.cacheMode ?? 'default'
    this.isConditional = parts.isConditional ?? false
    this.redirect = parts.redirect ?? 'manual'
  }

  /** Where the fetch underneath has gone by itself, once it has. */
  get landing(): Landing | undefined {
    return this.#landing
  }

  /** The same for the next hop of a redirect: the caller's own Request has another URL. */
  redirected(body: RequestBody | null): Onward {
    const { members, cacheMode, isConditional } = this
    return new Onward({ members, body, cacheMode, isConditional })
  }

  /** Told by the backend. */
  land({ url, redirected, type }: Landing): void {
    if (this.redirect !== 'manual') this.#landing = { url, redirected, type }
  }
}

/** One request for the cache: a call of `fetch`, or one hop of its redirects. */
export interface FetchCall {
  /** Absolute, http or https, without fragment or credentials. */
  readonly url: string
  readonly method: string
  readonly fields: FieldLines
  readonly cacheMode: CacheMode
  /** What the call says to the cache beside its mode. */
  readonly overrides: Overrides | undefined
  /** What to do here when the response is a redirect. */
  readonly redirect: RedirectMode
  readonly signal: AbortSignal | null
  readonly onward: Onward
  /** How many redirects have led here, and whether one of them to another origin. */
  readonly redirects: number
  readonly isTainted: boolean
}
