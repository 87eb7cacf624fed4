/** What has been put somewhere to be kept. */
export interface Held {
  readonly count: number
  /** Bytes of what was given to be kept: bodies and the text of heads. They do not count as the keeper's own. */
  readonly given: number
}

/** Something that keeps entries; it has to hold on to them until the process ends. */
export interface Holding {
  /** Puts all entries into it. What is made for that and is not kept is collected before the memory is looked at. */
  fill(): Held | Promise<Held>
}

/** Prepares it, empty; the argument is whatever it needs to know. */
export type CreateHolding = (argument: string) => Holding | Promise<Holding>
