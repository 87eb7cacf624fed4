/** What is on trial does not keep its word. The message names the fault and the promise. */
export class ContractError extends Error {
  override readonly name = 'ContractError'
  readonly code = 'ERR_CONTRACT'
}

/** One promise, as a case for any test runner. */
export interface ContractCase {
  /** A sentence. */
  readonly name: string
  /**
   * Sets up what it needs, tries, and closes all of it. Rejects with a `ContractError` (`ERR_CONTRACT`) that names the
   * fault, or with whatever was thrown.
   */
  readonly run: () => Promise<void>
}

/** The same fault, told with the promise that it breaks. */
export const withPromise = (error: unknown, promise: string): unknown => {
  if (!(error instanceof ContractError)) return error
  const { message, cause } = error
  return new ContractError(`${message}\n  the promise: ${promise}`, cause === undefined ? {} : { cause })
}
