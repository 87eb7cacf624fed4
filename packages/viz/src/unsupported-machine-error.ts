/** What was given is no machine of XState 5, or one that no picture can be made of. */
export class UnsupportedMachineError extends Error {
  override readonly name = 'UnsupportedMachineError'
  readonly code = 'ERR_UNSUPPORTED_MACHINE'
  /** The path of the state where it was met; empty for the machine itself. */
  readonly state: string

  /** The message says what was expected and what was seen. */
  constructor(message: string, { state = '', ...options }: ErrorOptions & { readonly state?: string } = {}) {
    super(message, options)
    this.state = state
  }
}
