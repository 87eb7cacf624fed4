import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SpawnedProgram } from '../spawned-program.ts'
import { host } from './fleet-origin.ts'

/** How a request ended. */
export interface Answer {
  /** `cut`: the connection broke; `hung`: nothing came for longer than all deadlines together. */
  readonly end: 'whole' | 'cut' | 'hung'
  readonly status: number
  readonly cacheStatus: string
  readonly body: string
}

/** What is asked beside a path. */
export interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What a gateway's admin address tells, as far as it is looked at here. */
interface Story {
  readonly inFlight: readonly { readonly key: string; readonly state: string }[]
  readonly ledger: {
    readonly leaks: number
    readonly [line: string]: number | { readonly taken: number; readonly discharged: number }
  }
}

/** A client waits for longer than any deadline of a gateway that is not told otherwise lasts for what is tried here. */
const hangLimit = 25_000

/** What is compiled once need not be again: that is most of what it takes to start. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/fleet', import.meta.url))

/** How long a gateway may take to end by itself, in milliseconds; what it has compiled is kept then. */
const endLimit = 2_000

const nothing = { status: 0, cacheStatus: '', body: '' } as const

/** A gateway in a process of its own, and its clients. */
export class Member {
  readonly program: SpawnedProgram
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Infinity })
  url = ''
  #admin = ''

  constructor(origin: string, store: string, options: readonly string[]) {
    const args = ['gateway', origin, '--port', '0', '--admin-port', '0', '--quiet', ...options]
    this.program = new SpawnedProgram('packages/cli/src/main.ts', args, {
      NODE_COMPILE_CACHE: compiled,
      CACHECHART_STORE: store,
    })
  }

  async listening(): Promise<void> {
    this.url = (await this.program.printed(/Listening on (\S+),/))[1] ?? ''
    this.#admin = (await this.program.printed(/What is in flight: (\S+)/))[1] ?? ''
  }

  /** Asks for a path of the one host; never rejects. */
  ask(path: string, { method = 'GET', headers = {} }: Asking = {}): Promise<Answer> {
    return new Promise((resolve) => {
      const signal = AbortSignal.timeout(hangLimit)
      const fail = (): void => resolve({ end: signal.aborted ? 'hung' : 'cut', ...nothing })
      const options = { agent: this.#agent, method, headers: { Host: host, ...headers }, signal }
      const asked = request(`${this.url}${path}`, options, (response) => {
        const { statusCode: status = 0, headers: fields } = response
        const cacheStatus = String(fields['cache-status'])
        let body = ''
        response.setEncoding('utf8').on('data', (more: string) => (body += more))
        response.on('error', fail)
        response.on('end', () => resolve({ end: 'whole', status, cacheStatus, body }))
      })
      asked.on('error', fail).end()
    })
  }

  /** So many requests for a path at the same time. */
  askMany(path: string, count: number): Promise<readonly Answer[]> {
    return Promise.all(Array.from({ length: count }, () => this.ask(path)))
  }

  /** Purges as the admin address is asked to: resolves when it has said that it is done. */
  async purge(target: Readonly<Record<string, unknown>>): Promise<void> {
    const response = await fetch(new URL('/.cachechart/purge', this.#admin), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(target),
    })
    if (!response.ok) throw new Error(`the purge was answered ${response.status}: ${await response.text()}`)
    await response.arrayBuffer()
  }

  async story(): Promise<Story> {
    const response = await fetch(new URL('/.cachechart/in-flight', this.#admin))
    return (await response.json()) as Story // as the admin address answers
  }

  /** Asks for the story until it is so. */
  async storyWhere(holds: (story: Story) => boolean): Promise<Story> {
    for (;;) {
      const story = await this.story()
      if (holds(story)) return story
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Waits until so many requests for the path wait for what others fetch. */
  async parked(path: string, count: number): Promise<void> {
    await this.storyWhere(
      ({ inFlight }) =>
        inFlight.filter(({ key, state }) => key.endsWith(path) && isParked(state)).length >= count,
    )
  }

  /** Waits until nothing is under way: what came is stored. */
  async atRest(): Promise<void> {
    await this.storyWhere(({ inFlight, ledger: { writers } }) => {
      const isWritten = typeof writers === 'object' && writers.taken === writers.discharged
      return inFlight.length === 0 && isWritten
    })
  }

  /** The loud end, or the silent one, or its end. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGINT'): void {
    this.program.process.kill(signal)
  }

  async end(): Promise<void> {
    this.#agent.destroy()
    const { process } = this.program
    if (process.exitCode !== null || process.signalCode !== null) return
    const gone = once(process, 'exit')
    this.signal('SIGINT')
    await Promise.race([gone, pause(endLimit, undefined, { ref: false })])
    this.signal('SIGKILL')
    await gone
  }
}

/** By the names of the machine: for the lease, or for the flight of its own process. */
const isParked = (state: string): boolean => state === 'awaitLease.parked' || state === 'awaitFlight'
