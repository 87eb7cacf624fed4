import { spawn, type ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { redisBinary } from './redis-binary.ts'

/** How much of what a server says is kept, for the message of an error. */
const keptLength = 4_000

/** A server that could not be started. */
export class RedisStartError extends Error {
  override readonly name = 'RedisStartError'
  /** Whether it was only that another process has its port. */
  readonly isAboutPort: boolean

  constructor(said: string) {
    super(`redis-server has not started:\n${said}`)
    this.isAboutPort = /Address already in use|Failed listening/.test(said)
  }
}

/** A process that has nothing else to do ends, though it may have forgotten its server. */
function letGo(child: ChildProcess): void {
  child.unref()
  // What a child is read by is a socket.
  for (const stream of [child.stdout, child.stderr]) (stream as Socket | null)?.unref()
}

/** Starts the program; `announce` is told of the process before anything is waited for. Resolves when it takes connections. */
export function startRedisProcess(
  configuration: string,
  announce: (child: ChildProcess) => void,
): Promise<ChildProcess> {
  const binary = redisBinary()
  if (binary === undefined)
    throw new Error('there is no redis-server: describeWithRedis leaves its tests out')
  const child = spawn(binary, [configuration], { stdio: ['ignore', 'pipe', 'pipe'] })
  announce(child)
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (text: string): void => {
      said = (said + text).slice(-keptLength)
      if (!/ready to accept connections/i.test(said)) return
      letGo(child)
      resolve(child)
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear)
    child.once('error', reject)
    child.once('close', () => {
      reject(new RedisStartError(said))
    })
  })
}

/** Ends a process at once; resolves when it is gone. */
export async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.ref()
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}
