import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Starts one of the scripts in this folder in a process of its own; what it prints goes to standard error. */
export function forkProcess(
  script: 'work.ts' | 'serve.ts' | 'press.ts',
  args: readonly string[],
): ChildProcess {
  return fork(fileURLToPath(new URL(script, import.meta.url)), args, {
    execArgv: [...process.execArgv, '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 2, 2, 'ipc'],
  })
}

/**
 * The next message of a process. Its sender is one of our own scripts, so its shape is what the caller says it is.
 * @throws Error when the process ends without one
 */
export function messageFrom<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      child.off('exit', onExit)
      resolve(message as Message)
    }
    const onExit = (code: number | null, signal: string | null): void => {
      child.off('message', onMessage)
      reject(new Error(`${child.spawnargs.slice(1).join(' ')} ended with ${signal ?? code}`))
    }
    child.once('message', onMessage).once('exit', onExit)
  })
}

/** Tells a process something, and waits for its answer. */
export function ask<Answer>(child: ChildProcess, message: string | number): Promise<Answer> {
  const answer = messageFrom<Answer>(child)
  child.send(message)
  return answer
}

/** Ends a process, and waits until it has left the machine to others. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill()
  await gone
}
