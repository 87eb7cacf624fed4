import { ListenError, type ListenErrorCode } from '@cachechart/adapters/node'
import { CommandFailedError } from './command-failed-error.ts'

/** What is known of a failure to listen, here or in another process. */
interface ListenFailure {
  readonly code: ListenErrorCode
  readonly message: string
}

/** Why the gateway cannot listen, and what to do. */
export function listenFailure({ code, message }: ListenFailure, options?: ErrorOptions): CommandFailedError {
  const next =
    code === 'ERR_LISTEN_FAILED' ? '' : ' Try --port 0 (or --admin-port 0), which takes any free port.'
  return new CommandFailedError(`${message}.${next}`, options)
}

/** Does what listens. Rejects with a `CommandFailedError` when it cannot. */
export async function listening<Address>(listen: () => Promise<Address>): Promise<Address> {
  try {
    return await listen()
  } catch (error) {
    throw error instanceof ListenError ? listenFailure(error, { cause: error }) : error
  }
}
