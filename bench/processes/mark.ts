/** How far a server process has got. */
export interface Mark {
  /** Processor time so far, user and system, in microseconds. */
  readonly cpu: number
  readonly requests: number
  /** Bytes taken from V8's heap so far; not from a server that is not Node. */
  readonly allocated?: number
}
