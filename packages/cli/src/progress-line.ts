import { setImmediate } from 'node:timers/promises'
import type { Terminal } from './terminal.ts'

/** So often a line is written, in milliseconds: to a screen, and to a file that somebody reads later. */
const pauses = { screen: 100, file: 5_000 }

/** One line for what goes on, written over and over where a person looks at it. */
export class ProgressLine {
  readonly #terminal: Terminal
  #shownAt = performance.now()

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  /** Shows it, unless something was shown just before; then whatever else waits in this process has its turn. */
  async show(text: string): Promise<void> {
    const { isScreen = false, err } = this.#terminal
    const now = performance.now()
    if (now - this.#shownAt >= (isScreen ? pauses.screen : pauses.file)) {
      this.#shownAt = now
      err(isScreen ? `\r\u001B[K${text}` : `${text}\n`)
    }
    await setImmediate()
  }

  /** Leaves the line to what comes next. */
  clear(): void {
    if (this.#terminal.isScreen === true) this.#terminal.err('\r\u001B[K')
  }
}
