import { CommandFailedError } from '../command-failed-error.ts'

/** The error for a place that cannot have a trace, and why. */
export const noPlaceForTrace = (file: string, why: string, cause?: unknown): CommandFailedError =>
  new CommandFailedError(`The trace cannot be written to ${file}: ${why}.`, { cause })

/** What an error of the system, or of SQLite, says. */
export const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
