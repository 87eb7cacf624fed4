import { spawnSync } from 'node:child_process'

/** The first version with functions and with ranges of slots in one command. Valkey began with 7.2. */
const oldestMajor = 7

const versionOf = (binary: string): number => {
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 10_000 })
  return Number(/v=(\d+)\./.exec(stdout ?? '')?.[1] ?? 0)
}

const findBinary = (): string | undefined => {
  const named = process.env['CACHECHART_REDIS_SERVER'] ?? ''
  const candidates = named === '' ? ['redis-server', 'valkey-server'] : [named]
  return candidates.find((binary) => versionOf(binary) >= oldestMajor)
}

let found: { readonly binary: string | undefined } | undefined

/** The program that serves: the one in `CACHECHART_REDIS_SERVER`, else the one on PATH; `undefined` where there is none. */
export function redisBinary(): string | undefined {
  found ??= { binary: findBinary() }
  return found.binary
}
