/** The reason to stop when whoever read the output has gone (`| head`). */
export const readerHasLeft = 'Nobody reads the output'

/** Where a command prints, and how it learns that it should stop: the process, or a test. */
export interface Terminal {
  /** For results. */
  readonly out: (text: string) => void
  /** For what a person should know. */
  readonly err: (text: string) => void
  /** Whether a person looks at `err` as it is written, so that a line may be written over. Default: no. */
  readonly isScreen?: boolean
  /**
   * Calls `stop` with a reason, once, when the command should come to an end. Whoever asks a second time is not kept
   * waiting: the process ends at once. The result stops listening.
   */
  onStop(stop: (reason: string) => void): () => void
  /** Calls `report` whenever somebody wants to know what goes on (SIGUSR2). The result stops listening. */
  onReport(report: () => void): () => void
}
