import { once } from 'node:events'
import { Agent, createServer, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SpawnedProgram } from '../spawned-program.ts'

/** What a client got. */
export interface Answer {
  readonly status: number
  readonly cacheStatus: string
  readonly body: string
}

/** A line of the log. */
export interface LogLine {
  readonly url: string
  readonly worker: number
  readonly cacheStatus: string | null
}

/** An origin whose `/held…` are answered when the test says so. */
export class HeldOrigin {
  readonly held: ServerResponse[] = []
  readonly #server: Server = createServer((incoming, response) => {
    response.setHeader('Cache-Control', 'max-age=60')
    if (incoming.url?.startsWith('/held') === true) this.held.push(response)
    else response.end(`body of ${incoming.url ?? ''}`)
  })

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}` // a server on a port has such an address
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

/** A client on one connection, which one worker has. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  ask(path: string, method = 'GET', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(`${this.#url}${path}`, { agent: this.#agent, method, headers }, (response) => {
        const cacheStatus = String(response.headers['cache-status'])
        let body = ''
        response.setEncoding('utf8').on('data', (more: string) => (body += more))
        response.on('error', reject)
        response.on('end', () => resolve({ status: response.statusCode ?? 0, cacheStatus, body }))
      })
      asked.on('error', reject).end()
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

/** A gateway of several processes. */
export class WorkersGateway {
  readonly program: SpawnedProgram
  readonly #clients: Client[] = []
  #lastPath = 0
  url = ''
  admin = ''

  constructor(
    origin: string,
    options: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ) {
    const args = ['gateway', origin, '--port', '0', '--admin-port', '0', '--json-log', ...options]
    this.program = new SpawnedProgram('packages/cli/src/main.ts', args, environment)
  }

  async listening(): Promise<this> {
    this.url = (await this.program.printed(/Listening on (\S+),/))[1] ?? ''
    this.admin = (await this.program.printed(/What is in flight: (\S+)\/\.cachechart/))[1] ?? ''
    return this
  }

  /** Every line of the log that has come whole. A torn one is no JSON. */
  get log(): readonly LogLine[] {
    const lines = this.program.out.split('\n').slice(0, -1)
    return lines.map((line) => JSON.parse(line) as LogLine) // as request-log.ts writes it
  }

  /** A client whose connection this worker has taken. */
  async clientOf(worker: number): Promise<Client> {
    for (;;) {
      const client = new Client(this.url)
      this.#clients.push(client)
      this.#lastPath += 1
      const path = `/who-${this.#lastPath}`
      await client.ask(path)
      await this.program.printed(new RegExp(`"url":"${path}"`))
      if (this.log.some((line) => line.url === path && line.worker === worker)) return client
    }
  }

  async story(): Promise<Story> {
    const response = await fetch(`${this.admin}/.cachechart/in-flight`)
    return (await response.json()) as Story // as the admin address answers
  }

  /** Asks until it is so. */
  async storyWhere(holds: (story: Story) => boolean): Promise<Story> {
    for (;;) {
      const story = await this.story()
      if (holds(story)) return story
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async end(): Promise<void> {
    for (const client of this.#clients) client.close()
    this.program.process.kill('SIGKILL')
    await this.program.ended
  }
}

/** What the admin address tells, as far as the tests look at it. */
export interface Story {
  readonly inFlight: readonly { readonly worker: number; readonly key: string; readonly state: string }[]
  readonly ledger: { readonly clients: { readonly taken: number; readonly discharged: number } }
  readonly workers: readonly { readonly worker: number; readonly pid: number; readonly state: string }[]
}

/** Whether there is such a process. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
