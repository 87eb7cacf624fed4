import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { requestLines } from './request-text.ts'
import type { Order, Yield } from './load.ts'

const run = promisify(execFile)

let found: Promise<boolean> | undefined

/** Whether wrk can be found; looked for once. */
export const hasWrk = (): Promise<boolean> => (found ??= look())

async function look(): Promise<boolean> {
  try {
    await run('wrk', ['--version'])
    return true
  } catch (error) {
    // It is there: it ends with 1 after having said its version.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

/** Presses with wrk, which counts in whole seconds. @throws Error when an answer was wrong or a connection broke */
export async function pressWithWrk(order: Order): Promise<Yield> {
  const { port, path, connections, window } = order
  const seconds = Math.max(1, Math.round(window / 1000))
  const headers = requestLines(order).flatMap((line) => ['-H', line])
  const size = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`]
  const { stdout } = await run('wrk', [...size, ...headers, `http://127.0.0.1:${port}${path}`])
  const trouble = /^ *(?:Socket errors|Non-2xx).*$/m.exec(stdout)
  const result = /(\d+) requests in ([\d.]+)(m?s)/.exec(stdout)
  if (trouble !== null || result === null) throw new Error(`wrk: ${trouble?.[0].trim() ?? stdout}`)
  const unit = result[3] === 'ms' ? 1000 : 1
  return { requests: Number(result[1]), seconds: Number(result[2]) / unit }
}
