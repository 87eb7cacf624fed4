/** A lease does not keep its word. The message names the fault, the promise, and the calls that led to it. */
export class LeaseContractError extends Error {
  override readonly name = 'LeaseContractError'
  readonly code = 'ERR_LEASE_CONTRACT'
}
