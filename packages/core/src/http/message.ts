/**
 * Field lines as they stand on the wire: name, value, name, value, … in order, names in any case.
 * It is the form in which `node:http` and undici read and write them, so that a stored response is written
 * as it was kept. RFC 9110 §5.2.
 */
export type FieldLines = readonly string[]

/** The head of a request. `url` is the target URI in absolute form (RFC 9110 §7.1). */
export interface RequestHead {
  readonly method: string
  readonly url: string
  readonly fields: FieldLines
}

/** The head of a response. */
export interface ResponseHead {
  readonly status: number
  /** The reason phrase; empty where the protocol has none. */
  readonly reason: string
  readonly fields: FieldLines
}
