/** The command cannot do what it was asked to, and says in its message why and what to do. The process exits with 1. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError'
  readonly code = 'ERR_COMMAND_FAILED'
}
