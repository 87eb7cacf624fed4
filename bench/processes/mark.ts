/** How far a server process has got. */
export interface Mark {
  /** Processor time so far, user and system, in microseconds. */
  readonly cpu: number
  readonly requests: number
}
