/** Says on standard error what runs, how far it is, and how long the rest will take. */
export class Progress {
  readonly #expected: number
  readonly #began = performance.now()
  #done = 0

  /** How long all will take, in milliseconds, as far as that can be known before. */
  constructor(expected: number) {
    this.#expected = expected
    process.stderr.write(`This takes about ${minutes(expected)}.\n`)
  }

  /** Something begins. */
  tell(what: string): void {
    process.stderr.write(`[${minutes(this.#left())} left] ${what}\n`)
  }

  /** Something has ended that was expected to take so long, in milliseconds. */
  advance(expected: number): void {
    this.#done += expected
  }

  /** What is expected of the rest, corrected by how long the part until here really took. */
  #left(): number {
    const passed = performance.now() - this.#began
    const pace = this.#done === 0 ? 1 : passed / this.#done
    return Math.max(0, (this.#expected - this.#done) * pace)
  }
}

function minutes(millis: number): string {
  const seconds = Math.round(millis / 1000)
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}
