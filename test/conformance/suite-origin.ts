import { createRequire } from 'node:module'
import { devNull } from 'node:os'
import { SpawnedProgram } from '../spawned-program.ts'

/** The suite's own server, in a process of its own, on a free port. */
export interface SuiteOrigin {
  readonly url: string
  close(): Promise<void>
}

const server = createRequire(import.meta.url).resolve('http-cache-tests/server/server.mjs')

export async function startSuiteOrigin(): Promise<SuiteOrigin> {
  const program = new SpawnedProgram(server, [], {
    npm_config_protocol: 'http',
    npm_config_port: '0',
    npm_config_pidfile: devNull,
  })
  const [, port] = await program.printed(/^Listening on .*:(\d+)\/$/m)
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      program.process.kill()
      await program.ended
    },
  }
}
