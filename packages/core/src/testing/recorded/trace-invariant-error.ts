/** What a recorded trace can break. */
export type TraceInvariant =
  /** Each step is an edge of the machine. */
  | 'edge'
  /** Each step begins where the one before has ended, and the first where the machine begins. */
  | 'order'
  /** No step is earlier than the one before. */
  | 'time'
  /** Each transaction, and each flight, ends once, and nothing follows. */
  | 'end'
  /** What is taken (an obligation, a timer, a place in a flight, a writer, …) is given back, and once. */
  | 'debt'
  /** What a trace says of its transaction is what its steps say. */
  | 'summary'
  /** Whoever follows has somebody to follow, and each flight has a leader. */
  | 'company'

/** A trace shows what cannot happen. The message has the story up to there. */
export class TraceInvariantError extends Error {
  override readonly name = 'TraceInvariantError'
  readonly code = 'ERR_TRACE_INVARIANT'
  readonly invariant: TraceInvariant
  /** What the story is about: `transaction 7`, or `the flight of transaction 7`. */
  readonly subject: string
  /** The step at which it shows, counted from 1; 0 where it shows before any. */
  readonly step: number

  constructor(
    message: string,
    breach: { readonly invariant: TraceInvariant; readonly subject: string; readonly step: number },
  ) {
    super(message)
    this.invariant = breach.invariant
    this.subject = breach.subject
    this.step = breach.step
  }
}

/** Something among the records is none: the message says which, and what it is. */
export class TraceRecordError extends Error {
  override readonly name = 'TraceRecordError'
  readonly code = 'ERR_TRACE_RECORD'
}
