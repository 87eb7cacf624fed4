import { fileURLToPath } from 'node:url'
import { serveForeign } from './foreign-server.ts'
import type { Serve } from './serving.ts'

/** The command of the build, or its source where this process runs from sources. */
const command = import.meta.resolve('@cachechart/core').endsWith('.ts')
  ? '../../packages/cli/src/main.ts'
  : '../../packages/cli/bin/cachechart.js'

/** `cachechart gateway` as a process of its own; the argument is the number of its workers, and the origin. */
export const serveGatewayCommand: Serve = (argument) => {
  const [workers = '', origin = ''] = argument.split(' ')
  return serveForeign({
    program: process.execPath,
    prepare: (_folder, port) => [
      ...process.execArgv,
      fileURLToPath(new URL(command, import.meta.url)),
      ...['gateway', origin, '--quiet', '--port', String(port)],
      ...['--workers', workers, '--shutdown-timeout', '100ms'],
    ],
  })
}
