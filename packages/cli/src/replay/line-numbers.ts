import type { LocatedRecord } from '../recordings/read-recordings.ts'

/** Where a record stands. */
export type RecordPlace = Pick<LocatedRecord, 'file' | 'line'>

/** Numbers the lines of several files from the first to the last, and knows which is which. */
export class LineNumbers {
  /** Each file, and how many lines are in those before it. */
  readonly #files: { readonly file: string; readonly before: number }[] = []
  #last = 0

  /** The number of this line among all. Lines are told of in order. */
  add({ file, line }: RecordPlace): number {
    let latest = this.#files.at(-1)
    if (latest?.file !== file) this.#files.push((latest = { file, before: this.#last }))
    this.#last = latest.before + line
    return this.#last
  }

  placeOf(number: number): RecordPlace | null {
    const found = this.#files.findLast(({ before }) => before < number)
    return found === undefined ? null : { file: found.file, line: number - found.before }
  }
}
