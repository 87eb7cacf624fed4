import type { CacheOptions, FieldLines, Overrides } from '@cachechart/core'

/** What is stored before anything else happens: fresh, past its lifetime, or the first half of a body, past it as well. */
type Stored = 'nothing' | 'fresh' | 'stale' | 'part'

/** On what ground a path can happen: what is stored, what the request says, how the cache is set. */
export interface Ground {
  readonly stored: Stored
  /** Directives of the stored response that let it be used when it is stale. */
  readonly permits: readonly string[]
  /** Who begins the fetch: the client that the path is about, or a refresh in the background that it causes. */
  readonly leader: 'client' | 'background'
  /** Whether other processes share the store, so that whoever asks the origin needs a lease. */
  readonly lease: 'none' | 'shared'
  readonly method: string
  readonly fields: FieldLines
  readonly overrides: Overrides
  readonly options: Partial<CacheOptions>
}

/** What one event of a path asks of the ground. */
export type Need = Partial<Ground>

const bare: Ground = {
  stored: 'nothing',
  permits: [],
  leader: 'client',
  lease: 'none',
  method: 'GET',
  fields: [],
  overrides: {},
  options: {},
}

/** The ground on which all of it can happen. Where two want something else, the later one is heard. */
export const groundFor = (needs: readonly Need[]): Ground =>
  needs.reduce<Ground>(
    (ground, need) => ({
      stored: need.stored ?? ground.stored,
      permits: [...new Set([...ground.permits, ...(need.permits ?? [])])],
      leader: need.leader ?? ground.leader,
      lease: need.lease ?? ground.lease,
      method: need.method ?? ground.method,
      fields: [...ground.fields, ...(need.fields ?? [])],
      overrides: { ...ground.overrides, ...need.overrides },
      options: { ...ground.options, ...need.options },
    }),
    bare,
  )
