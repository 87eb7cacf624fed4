/** What happens, in numbered steps and what follows from each; and what was wrong with it. */
export class Story {
  readonly #lines: string[]
  readonly objections: string[] = []
  #steps = 0

  constructor(beginning: string) {
    this.#lines = [`(${beginning})`]
  }

  /** A step, before it is known what it does; what it did is told by `tell`. */
  begin(): (told: string) => void {
    this.#steps += 1
    const step = this.#steps
    const at = this.#lines.push('') - 1
    return (told) => {
      this.#lines[at] = `${step}. ${told}`
    }
  }

  /** Something that follows from the step. */
  add(line: string): void {
    this.#lines.push(`   – ${line}`)
  }

  object(objection: string | undefined): void {
    if (objection === undefined) return
    this.objections.push(objection)
    this.#lines.push(`   ✗ ${objection}`)
  }

  toString(): string {
    return this.#lines.join('\n')
  }
}
