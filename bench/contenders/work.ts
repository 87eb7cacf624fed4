/** Something that can be done any number of times. */
export interface Work {
  /** Does it so many times. */
  run(count: number): void | Promise<void>
  /** Lets go of what would keep the process alive, and ends what it alone would leave behind: other processes, files. */
  close?(): Promise<void>
}

/** Prepares work; the argument is whatever the contender needs to know: a path, a URL. */
export type CreateWork = (argument: string) => Work | Promise<Work>
