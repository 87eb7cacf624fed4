/** Reads a number that says how far purges of all have come; `undefined`: there is none yet. */
export type ReadBarrier = () => Promise<number | undefined>

/**
 * Every purge changes the ledger, and few of them are about all that is stored: when it has changed it is read again, by one
 * question at a time.
 */
export class BarrierWatch {
  readonly #read: ReadBarrier
  readonly #raised: () => void
  #known: number | undefined
  #question: 'none' | 'asked' | 'to be asked again' = 'none'

  /** `raised`: told when anything may have been purged. */
  constructor(read: ReadBarrier, raised: () => void) {
    this.#read = read
    this.#raised = raised
  }

  /** Where it stands now. Rejects when it cannot be read. */
  async begin(): Promise<void> {
    this.#known = await this.#read()
  }

  /** The ledger has changed. */
  changed(): void {
    if (this.#question !== 'none') {
      this.#question = 'to be asked again'
      return
    }
    this.#question = 'asked'
    this.#read().then(
      (seen) => this.#seen(seen),
      () => this.#seen(undefined),
    )
  }

  #seen(barrier: number | undefined): void {
    const isAskedAgain = this.#question === 'to be asked again'
    this.#question = 'none'
    // What cannot be read may have been raised.
    if (barrier === undefined || barrier !== this.#known) this.#raised()
    this.#known = barrier
    if (isAskedAgain) this.changed()
  }
}
