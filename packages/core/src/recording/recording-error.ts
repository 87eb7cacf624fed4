/** A recording cannot be read, or cannot be used for what was asked. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
  readonly code = 'ERR_RECORDING'
  /** Which line, from 1; 0 where it is none in particular. */
  readonly line: number
  /** Which member of the record, by its path (`input.stored.fields`); empty: the record as a whole. */
  readonly member: string

  constructor({ line, member }: Place, problem: string) {
    const where = [line === 0 ? '' : `line ${line}`, member].filter((part) => part !== '')
    super([...where, problem].join(': '))
    this.line = line
    this.member = member
  }
}

/** Where something stands in a recording. */
export interface Place {
  readonly line: number
  readonly member: string
}
