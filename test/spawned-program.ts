import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Older Nodes warn that they run TypeScript. */
const nodeOptions = ['--conditions=source', '--disable-warning=ExperimentalWarning']

/** How a program ended: by an exit code, or by a signal. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A TypeScript program of this repository in a process of its own, run from its source. */
export class SpawnedProgram {
  out = ''
  err = ''
  readonly ended: Promise<Ending>
  readonly process: ChildProcess
  #isOver = false
  #changed = () => {}

  constructor(
    file: string,
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.process = spawn(process.execPath, [...nodeOptions, file, ...args], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.process.stdout
      ?.setEncoding('utf8')
      .on('data', (added: string) => this.#note(() => (this.out += added)))
    this.process.stderr
      ?.setEncoding('utf8')
      .on('data', (added: string) => this.#note(() => (this.err += added)))
    this.ended = once(this.process, 'close').then(([code, signal]) => ({ code, signal }))
    void this.ended.then(() => {
      this.#isOver = true
      this.#changed()
    })
  }

  /** Waits until the program has printed it, on either stream. Rejects when it ends before. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.out) ?? pattern.exec(this.err)
      if (found !== null) return found
      if (this.#isOver) {
        throw new Error(`The program ended without printing ${pattern}:\n${this.out}${this.err}`)
      }
      await new Promise<void>((resolve) => (this.#changed = resolve))
    }
  }

  #note(add: () => void): void {
    add()
    this.#changed()
  }
}
