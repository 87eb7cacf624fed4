import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { childrenOf, processorTime } from './processor-time.ts'
import { listen, type Serving } from './serving.ts'

/** A server that is another process. */
export interface ForeignServing extends Serving {
  signal(name: NodeJS.Signals): void
  cpu(): number
  close(): Promise<void>
}

/** How a server that is not Node is started. */
export interface ForeignServer {
  readonly program: string
  /** Its arguments; what it writes belongs into the folder, which is removed at the end. */
  readonly prepare: (folder: string, port: number) => readonly string[]
}

/** How long a server may take to end, in milliseconds, before it is made to. */
const endPatience = 3_000

/** How often a server is looked for before it has failed to start, and how long it is left alone between, in milliseconds. */
const attempts = 200
const pause = 50

/** Starts it in the foreground on a port of its own, in a folder of its own. */
export async function serveForeign({ program, prepare }: ForeignServer): Promise<ForeignServing> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const port = await freePort()
  const child = spawn(program, prepare(folder, port), { stdio: ['ignore', 'ignore', 'pipe'] })
  const complaints: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text))
  const close = async (): Promise<void> => {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await reachable(child, port)
  } catch (error) {
    await close()
    throw new Error(`${program} did not start: ${complaints.join('')}`, { cause: error })
  }
  const { pid = 0 } = child
  return {
    port,
    close,
    cpu: () => sum([pid, ...childrenOf(pid)].map(processorTime)),
    signal(name) {
      child.kill(name)
    },
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** One that nobody has just now. */
async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  server.close()
  await once(server, 'close')
  return port
}

async function reachable(child: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    if (await accepts(port)) return
    await delay(pause)
  }
  throw new Error(`nobody listens on port ${port}`)
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), endPatience)
  await gone
  clearTimeout(force)
}
