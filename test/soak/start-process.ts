import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Older Nodes warn that they run TypeScript. */
const nodeOptions = ['--conditions=source', '--expose-gc', '--disable-warning=ExperimentalWarning']

/** What is compiled once need not be again: that is most of what it takes to start. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/soak', import.meta.url))

/** How a process ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: string | null
}

/** One of the programs of this folder in a process of its own. `Message` is what it says, `Order` what it is told. */
export class StartedProcess<Message extends { readonly type: string }, Order extends string | object> {
  readonly ended: Promise<Ending>
  readonly #child: ChildProcess
  readonly #listeners = new Set<(message: Message) => void>()

  constructor(script: string, args: readonly string[]) {
    this.#child = fork(fileURLToPath(new URL(script, import.meta.url)), args, {
      execArgv: nodeOptions,
      env: { NODE_COMPILE_CACHE: compiled, ...process.env },
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        resolve({ code, signal })
      })
    })
    this.#child.on('message', (message) => {
      // Its sender is one of the programs beside this file.
      for (const listener of this.#listeners) listener(message as Message)
    })
  }

  /** Is told of all that it says from now on. */
  listen(listener: (message: Message) => void): void {
    this.#listeners.add(listener)
  }

  /** The next message of a type. Rejects when the process ends before. */
  next<Type extends Message['type']>(type: Type): Promise<Extract<Message, { type: Type }>> {
    return new Promise((resolve, reject) => {
      const listener = (message: Message): void => {
        if (message.type !== type) return
        this.#listeners.delete(listener)
        resolve(message as Extract<Message, { type: Type }>) // it has just been looked at
      }
      this.#listeners.add(listener)
      void this.ended.then(({ code, signal }) => {
        reject(new Error(`${this.#child.spawnargs.slice(-3).join(' ')} ended with ${signal ?? code}`))
      })
    })
  }

  tell(message: Order): void {
    this.#child.send(message)
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }
}
