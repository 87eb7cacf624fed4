import type { Moment } from './record.ts'

/** What a client asked for beside the page. */
export type Demand =
  { readonly type: 'none' | 'no-cache' } | { readonly type: Limit; readonly seconds: number }
type Limit = 'max-age' | 'max-stale' | 'min-fresh'

/** A version that is given to a client now. */
export interface Use {
  readonly version: number
  readonly page: string
  readonly client: number
  readonly language: string
  readonly demand: Demand
  readonly sent: Moment
  readonly sentAt: number
  readonly now: number
  /** Whether it has waited for another's fetch, and whether it was told to stand in for an error. */
  readonly waited: boolean
  readonly masked: boolean
  /** Whether it is said to come for another just now. */
  readonly shared: boolean
}
