/** What a process came to hold. */
export interface Weight {
  readonly count: number
  /** In bytes, as is the next: what it was given to keep. */
  readonly given: number
  /** What its memory grew by. */
  readonly held: number
}
