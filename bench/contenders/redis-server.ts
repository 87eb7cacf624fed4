import { spawnSync } from 'node:child_process'
import { serveForeign } from './foreign-server.ts'
import type { Serving } from './serving.ts'

/** The first version that the store takes; Valkey began with 7.2. */
const oldestMajor = 7

const versionOf = (program: string): number => {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 })
  return Number(/v=(\d+)\./.exec(stdout ?? '')?.[1] ?? 0)
}

/** The program that `CACHECHART_REDIS_SERVER` names, else the one on PATH; `undefined` where there is none that will do. */
export function redisProgram(): string | undefined {
  const named = process.env['CACHECHART_REDIS_SERVER'] ?? ''
  const candidates = named === '' ? ['redis-server', 'valkey-server'] : [named]
  return candidates.find((program) => versionOf(program) >= oldestMajor)
}

/** A Redis server of this process's own: empty, without persistence, and gone when it is closed. */
export interface RedisServing extends Serving {
  readonly url: string
  /** `silence`: it stays, and answers nothing (SIGSTOP). `kill`: it is gone at once. */
  upset(how: 'silence' | 'kill'): void
  close(): Promise<void>
}

/** Starts one. @throws Error where there is no program */
export async function serveRedis(): Promise<RedisServing> {
  const program = redisProgram()
  if (program === undefined) throw new Error(`redis-server ${oldestMajor} or newer is not installed`)
  const serving = await serveForeign({
    program,
    prepare: (folder, port) => [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ...['--save', '', '--appendonly', 'no'],
    ],
  })
  const { port } = serving
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    upset(how) {
      serving.signal(how === 'kill' ? 'SIGKILL' : 'SIGSTOP')
    },
    async close() {
      // What is silent does not hear that it is to end.
      serving.signal('SIGCONT')
      await serving.close()
    },
  }
}
