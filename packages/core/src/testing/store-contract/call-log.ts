interface LoggedCall {
  readonly call: string
  answer: string
}

/** As many of the last calls as are told. */
const told = 12

/** What a store was asked, and what it has answered: the story of a failure. */
export class CallLog {
  readonly #calls: LoggedCall[] = []

  /** Logs a call; the result is for its answer. */
  begin(call: string): (answer: string) => void {
    const logged: LoggedCall = { call, answer: 'no answer' }
    this.#calls.push(logged)
    return (answer) => {
      logged.answer = answer
    }
  }

  /** The last calls, a line each. */
  story(): string {
    const earlier = Math.max(0, this.#calls.length - told)
    const lines = this.#calls.slice(earlier).map(({ call, answer }) => `${call} → ${answer}`)
    return [...(earlier === 0 ? [] : [`${earlier} calls before these`]), ...lines]
      .map((line) => `    ${line}`)
      .join('\n')
  }
}
