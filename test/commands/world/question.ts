import type { FakeCall } from '@cachechart/core/testing'
import type { Moment, Removal } from '../record.ts'
import type { ReferenceCache } from '../reference-cache.ts'
import type { Page } from './wish.ts'

/** A request that has reached the origin. */
export interface Question {
  readonly call: FakeCall
  readonly client: number
  readonly page: Page
  readonly asked: Moment
  readonly askedAt: number
}

/** What the origin has of the world around it. */
export interface OriginPlace {
  /** A request has come. */
  readonly asked: (question: Question) => void
  readonly now: () => number
  readonly nextMoment: () => Moment
  readonly reference: ReferenceCache
  /** Whether a client has sent a condition of its own. */
  readonly isOwnCondition: (client: number) => boolean
  /** Whether a body for the page is on its way through the cache. */
  readonly isArriving: (page: Page) => boolean
  /** Something was said of a page. */
  readonly answered: (page: Page) => void
  /** A client is about to be told that it has changed something. */
  readonly changed: (removal: Removal, client: number) => void
}
