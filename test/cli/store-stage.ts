import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommandLine } from '../../packages/cli/src/run-command-line.ts'
import { SpawnedProgram } from '../spawned-program.ts'
import { Client } from './workers-stage.ts'

/** A command that has come to its end. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs gateways and other commands of the command line, and cleans up after them. */
export class StoreStage {
  readonly folder = mkdtempSync(join(tmpdir(), 'cachechart-store-'))
  readonly #programs = new Set<SpawnedProgram>()
  readonly #clients = new Set<Client>()

  path(name: string): string {
    return join(this.folder, name)
  }

  start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): SpawnedProgram {
    const program = new SpawnedProgram('packages/cli/src/main.ts', args, environment)
    this.#programs.add(program)
    return program
  }

  async run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const program = this.start(args, environment)
    const { code } = await program.ended
    const { out, err } = program
    return { code, out, err }
  }

  /** `cachechart cache` on one store, in this process: others start more slowly. */
  async cache(store: string, ...args: readonly string[]): Promise<Ran> {
    const printed = { out: '', err: '' }
    const code = await runCommandLine(['cache', ...args, '--store', store], {
      out: (text) => (printed.out += text),
      err: (text) => (printed.err += text),
      onStop: () => () => {},
      onReport: () => () => {},
    })
    return { code, ...printed }
  }

  /** The body that is stored under a key, as a process of its own prints it. */
  async body(store: string, key: string): Promise<string> {
    return (await this.run(['cache', 'get', key, '--body'], { CACHECHART_STORE: store })).out
  }

  /** A gateway on a free port, and a client of it. */
  async gateway(origin: string, store: string, ...options: readonly string[]) {
    // Patient: the machine may be busy.
    const args = ['gateway', origin, '--port', '0', '--quiet', '--store-timeout', '20s', ...options]
    const program = this.start(args, { CACHECHART_STORE: store })
    const [, url = ''] = await program.printed(/Listening on (\S+),/)
    const client = new Client(url)
    this.#clients.add(client)
    return { program, url, client }
  }

  async end(): Promise<void> {
    for (const client of this.#clients) client.close()
    for (const program of this.#programs) {
      program.process.kill('SIGKILL')
      await program.ended
    }
    this.#programs.clear()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Asks until the response is stored: a client has it a moment before the store does. */
export async function askUntilStored(client: Client, path: string, host?: string): Promise<void> {
  const headers = host === undefined ? {} : { Host: host }
  while (!(await client.ask(path, 'GET', headers)).cacheStatus.includes('hit'))
    await new Promise((resolve) => setTimeout(resolve, 10))
}
