import { CommandFailedError } from '../command-failed-error.ts'
import { readerHasLeft, type Terminal } from '../terminal.ts'

/** That somebody has asked a command to come to an end. */
export interface StopSignal {
  /** Aborted then; its reason is a `CommandFailedError` that says why. */
  readonly signal: AbortSignal
  /** `false`: nobody reads what is printed, and nothing is wrong with that. */
  readonly hasReader: boolean
  forget(): void
}

/** Listens for that until it is told to forget it. */
export function stopSignal({ onStop }: Pick<Terminal, 'onStop'>): StopSignal {
  const controller = new AbortController()
  let hasReader = true
  const forget = onStop((reason) => {
    hasReader = reason !== readerHasLeft
    controller.abort(new CommandFailedError(`${reason}: stopped before the end.`))
  })
  return {
    signal: controller.signal,
    get hasReader() {
      return hasReader
    },
    forget,
  }
}
