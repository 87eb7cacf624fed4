import { CommandFailedError } from '../command-failed-error.ts'
import { printable } from '../printable.ts'

/** How a file is called in messages. */
export const nameOfRecording = (file: string): string => (file === '-' ? 'standard input' : printable(file))

/** Why a recording cannot be read, where the system says so; any other error is given back as it is. */
export function recordingFailure(file: string, error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('syscall' in error) || !('code' in error)) return error
  const { message, code } = error as NodeJS.ErrnoException // of the system
  const name = nameOfRecording(file)
  if (code === 'ENOENT')
    return new CommandFailedError(`There is no file ${name}. A gateway writes it: --trace ${name}.`, {
      cause: error,
    })
  return new CommandFailedError(`${name} cannot be read: ${printable(message)}.`, { cause: error })
}
