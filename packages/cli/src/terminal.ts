/** The reason to stop when whoever read the output has gone (`| head`). */
export const readerHasLeft = 'Nobody reads the output'

/** What shows a person the results. */
export interface Screen {
  /** How many signs there are in a line. */
  readonly columns: number
  /** Whether colours can be seen, and are wanted. */
  readonly hasColour: boolean
}

/** Where a command prints, and how it learns that it should stop: the process, or a test. */
export interface Terminal {
  /** For results. */
  readonly out: (text: string) => void
  /** For what a person should know. */
  readonly err: (text: string) => void
  /** Whether a person looks at `err` as it is written, so that a line may be written over. Default: no. */
  readonly isScreen?: boolean
  /** What shows `out` as it is written; nothing where it goes to a file, or to another command. */
  readonly screen?: Screen | undefined
  /**
   * Calls `stop` with a reason, once, when the command should come to an end. Whoever asks a second time is not kept
   * waiting: the process ends at once. The result stops listening.
   */
  onStop(stop: (reason: string) => void): () => void
  /** Calls `report` whenever somebody wants to know what goes on (SIGUSR2). The result stops listening. */
  onReport(report: () => void): () => void
}
