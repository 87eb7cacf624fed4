import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isFailure } from './prepare-or-tell.ts'

type Script = 'work.ts' | 'serve.ts' | 'press.ts' | 'press-at-rate.ts' | 'hold.ts' | 'stream.ts'

/** How a process is to be started. */
export interface ForkOptions {
  /** Options of Node's own, as in `--max-old-space-size=4096`. */
  readonly nodeOptions?: readonly string[]
}

/** Starts one of the scripts in this folder in a process of its own; what it prints goes to standard error. */
export function forkProcess(
  script: Script,
  args: readonly string[],
  { nodeOptions = [] }: ForkOptions = {},
): ChildProcess {
  return fork(fileURLToPath(new URL(script, import.meta.url)), args, {
    execArgv: [...process.execArgv, '--disable-warning=ExperimentalWarning', ...nodeOptions],
    stdio: ['ignore', 2, 2, 'ipc'],
  })
}

/**
 * The next message of a process. Its sender is one of our own scripts, so its shape is what the caller says it is.
 * @throws Error when the process says that it has failed, or ends without a message
 */
export function messageFrom<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      child.off('exit', onExit)
      if (isFailure(message)) reject(new Error(`${nameOf(child)}: ${message.failed}`))
      else resolve(message as Message)
    }
    const onExit = (code: number | null, signal: string | null): void => {
      child.off('message', onMessage)
      reject(new Error(`${nameOf(child)} ended with ${signal ?? code}`))
    }
    child.once('message', onMessage).once('exit', onExit)
  })
}

/** Its script and what it was told, without where it lies and how Node was started. */
function nameOf({ spawnargs }: ChildProcess): string {
  const script = spawnargs.findIndex((argument) => argument.endsWith('.ts'))
  return [basename(spawnargs[script] ?? ''), ...spawnargs.slice(script + 1)].join(' ')
}

/** Tells a process something, and waits for its answer. */
export function ask<Answer>(child: ChildProcess, message: string | number | object): Promise<Answer> {
  const answer = messageFrom<Answer>(child)
  child.send(message)
  return answer
}

/** How long a process may take to end, in milliseconds, before it is made to. */
const endPatience = 5_000

/** Ends a process, and waits until it has left the machine to others. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill()
  const force = setTimeout(() => child.kill('SIGKILL'), endPatience)
  await gone
  clearTimeout(force)
}
