import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { requestLines } from './request-text.ts'
import type { Order, Yield } from './load.ts'

const run = promisify(execFile)

/** Whether wrk can be found. */
export async function hasWrk(): Promise<boolean> {
  try {
    await run('wrk', ['--version'])
    return true
  } catch (error) {
    // It is there: it ends with 1 after having said its version.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

/** Presses with wrk, which counts in whole seconds. @throws Error when an answer was wrong or a connection broke */
export async function pressWithWrk({ port, path, connections, window }: Order): Promise<Yield> {
  const seconds = Math.max(1, Math.round(window / 1000))
  const headers = requestLines.flatMap((line) => ['-H', line])
  const size = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`]
  const { stdout } = await run('wrk', [...size, ...headers, `http://127.0.0.1:${port}${path}`])
  const trouble = /^ *(?:Socket errors|Non-2xx).*$/m.exec(stdout)
  const found = /(\d+) requests in ([\d.]+)(m?s)/.exec(stdout)
  if (trouble !== null || found === null) throw new Error(`wrk: ${trouble?.[0].trim() ?? stdout}`)
  const unit = found[3] === 'ms' ? 1000 : 1
  return { requests: Number(found[1]), seconds: Number(found[2]) / unit }
}
