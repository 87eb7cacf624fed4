import type { ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { socketIn, writeConfiguration, type Place, type RedisServerOptions } from './redis-configuration.ts'
import { killProcess, RedisStartError, startRedisProcess } from './redis-process.ts'
import { startWatchdog, type Watchdog } from './watchdog.ts'

export type { RedisServerOptions } from './redis-configuration.ts'

/** A server of one test file's own. */
export class RedisServer {
  /** Its files. They go when it is stopped. */
  readonly directory: string
  /** 0 where it listens on a socket alone. */
  readonly port: number
  #options: RedisServerOptions
  #watchdog: Watchdog
  #process: ChildProcess | undefined

  constructor(options: RedisServerOptions, port: number) {
    this.directory = mkdtempSync(join(tmpdir(), 'cachechart-redis-'))
    this.port = port
    this.#options = options
    this.#watchdog = startWatchdog(this.directory)
  }

  /** What a client connects to, with name and password where there are such. */
  get url(): string {
    const { transport, user, password } = this.#options
    if (transport === 'socket') return `unix://${socketIn(this.directory)}`
    const access = user ?? { name: '', password }
    const credentials = access.password === undefined ? '' : `${access.name}:${access.password}@`
    return `${transport === 'tls' ? 'rediss' : 'redis'}://${credentials}127.0.0.1:${this.port}`
  }

  /** Where it listens when it has no port. */
  get socketPath(): string | undefined {
    return this.#options.transport === 'socket' ? socketIn(this.directory) : undefined
  }

  /** The present process; the last one where it was killed. */
  get process(): ChildProcess {
    if (this.#process === undefined) throw new Error('the server has not been started')
    return this.#process
  }

  /** The loud end: SIGKILL. Resolves when the process is gone; connections are refused from then on. */
  async kill(): Promise<void> {
    await killProcess(this.process)
    this.#watchdog.guard(undefined)
  }

  /** The silent end: SIGSTOP. Connections stay, and are accepted, but nothing is answered. */
  pause(): void {
    this.process.kill('SIGSTOP')
  }

  /** It goes on where it was paused: SIGCONT. */
  resume(): void {
    this.process.kill('SIGCONT')
  }

  /** A new process at the same address that knows nothing of before; the old one is killed where it still runs. */
  async restartEmpty(): Promise<void> {
    if (this.#process !== undefined) await this.kill()
    const place: Place = { directory: this.directory, port: this.port }
    const configuration = writeConfiguration(this.#options, place)
    await startRedisProcess(configuration, (child) => {
      this.#process = child
      this.#watchdog.guard(child.pid)
    })
  }

  /** Ends it, and removes its files. Once is enough; more do no harm. */
  async stop(): Promise<void> {
    if (this.#process !== undefined) await this.kill()
    await this.#watchdog.finish()
  }
}

/**
 * Starts a private server, empty and without persistence. It ends with this process, if not before.
 *
 * @throws RedisStartError when it does not start: its message is what the server has said
 */
export async function startRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  for (;;) {
    const server = new RedisServer(options, options.transport === 'socket' ? 0 : await freePort())
    try {
      await server.restartEmpty()
      return server
    } catch (error) {
      await server.stop()
      // Two workers may have found the same port free.
      if (!(error instanceof RedisStartError && error.isAboutPort)) throw error
    }
  }
}
