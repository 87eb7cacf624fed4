import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveForeign } from './foreign-server.ts'
import type { Serve, Serving } from './serving.ts'

/** The command of the build, or its source where this process runs from sources. */
const command = import.meta.resolve('@cachechart/core').endsWith('.ts')
  ? '../../packages/cli/src/main.ts'
  : '../../packages/cli/bin/cachechart.js'

/** `cachechart gateway` as a process of its own; the argument is the number of its workers, and the origin. */
export const serveGatewayCommand: Serve = (argument) => serveWith(argument, () => [])

/** The same, and it writes down what it does. */
export const serveTracedGatewayCommand: Serve = (argument) =>
  serveWith(argument, (folder) => ['--trace', join(folder, 'trace.jsonl')])

const serveWith = (argument: string, more: (folder: string) => string[]): Promise<Serving> => {
  const [workers = '', origin = ''] = argument.split(' ')
  return serveForeign({
    program: process.execPath,
    prepare: (folder, port) => [
      ...process.execArgv,
      fileURLToPath(new URL(command, import.meta.url)),
      ...['gateway', origin, '--quiet', '--port', String(port)],
      ...['--workers', workers, '--shutdown-timeout', '100ms'],
      ...more(folder),
    ],
  })
}
