/** What work did while it was told to run. */
export interface Stretch {
  readonly count: number
  /** In milliseconds, as is the next. */
  readonly wall: number
  readonly cpu: number
  /** Bytes taken from V8's heap. */
  readonly allocated: number
}
