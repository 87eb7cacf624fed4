import type { Control } from './world/control.ts'

/** When something happened, in the order of the story: two things never have the same. */
export type Moment = number

/** What the origin once said: that a version of a page is right, for whom, and for how long. Times in milliseconds. */
export interface Saying {
  readonly version: number
  readonly page: string
  /** The client for whose request it was asked. */
  readonly client: number
  /** Whether only the head was asked for. */
  readonly isHead: boolean
  readonly asked: Moment
  readonly askedAt: number
  readonly answered: Moment
  readonly answeredAt: number
  /** Whether its body is still on its way. */
  readonly isArriving: () => boolean
  /** The Age that it came with, in seconds. */
  readonly age: number
  readonly control: Control
  /** The language that it was selected by; `null`: it is for all. */
  readonly language: string | null
  readonly labels: readonly string[]
  /** Nobody but this client may have it. RFC 9111 §3, §3.5, §5.2.2.5, §5.2.2.7 */
  readonly forOne: boolean
}

/** Somebody said that what was there is not right any more: a purge, or an unsafe request that succeeded. */
export interface Removal {
  readonly covers: (saying: Saying) => boolean
  readonly begun: Moment
  readonly begunAt: number
  /** `Infinity` as long as nobody was told that it is done. */
  done: Moment
  /** Removed, or no more than stale. */
  readonly force: 'hard' | 'soft'
}
