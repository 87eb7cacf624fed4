import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Another process, that has the lease for `https://example.com/`. */
export interface HolderProcess {
  readonly child: ChildProcess
  readonly token: number
  /** Resolves when it has been released, as far as that process knows. */
  release(): Promise<void>
  /** Resolves when it is gone. */
  kill(): Promise<void>
}

/** What it says is what holder-program.ts sends. */
const heard = async (child: ChildProcess): Promise<unknown> => {
  const [message]: unknown[] = await once(child, 'message')
  return message
}

const tokenOf = (message: unknown): number =>
  typeof message === 'object' && message !== null && 'token' in message ? Number(message.token) : NaN

/** Starts it; resolves when it has the lease. */
export async function startHolder(url: string, life: number): Promise<HolderProcess> {
  const { NODE_OPTIONS: _jest, ...env } = process.env
  const program = fileURLToPath(new URL('./holder-program.ts', import.meta.url))
  const child = fork(program, [url, String(life)], { execArgv: ['--conditions=source'], env })
  const token = tokenOf(await heard(child))
  return {
    child,
    token,
    release: async () => {
      child.send('release')
      await heard(child)
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
