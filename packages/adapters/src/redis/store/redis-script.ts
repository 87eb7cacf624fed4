import { createHash } from 'node:crypto'
import type { RedisArgument, RedisLink, RedisReply } from '../client/redis-client.ts'
import { refusalOf } from '../client/refusal.ts'

/** What the server does in one step. Its digest names it there: another version of it is another script. */
export interface RedisScript {
  readonly source: string
  readonly digest: string
}

/**
 * `always`: also when memory is full, because it gives memory back, or is about what has to be gone. Else the server refuses it
 * before it has begun. https://redis.io/docs/latest/develop/programmability/lua-api/#script-flags
 */
type WhenFull = 'always' | 'refused'

/** A script that begins with what several have in common. */
export function redisScript(whenFull: WhenFull, ...parts: readonly string[]): RedisScript {
  const source = [whenFull === 'always' ? '#!lua flags=allow-oom' : '#!lua', ...parts].join('\n')
  return { source, digest: createHash('sha1').update(source).digest('hex') }
}

/** What a script is run with. The names come first in Lua's `KEYS`, the rest is `ARGV`. */
export interface ScriptCall {
  /** Names of keys, all of one slot; at least one. */
  readonly keys: readonly [string, ...string[]]
  readonly parameters: readonly (RedisArgument | number)[]
}

/** Runs it. A server that does not know it, or has lost it, is told once more what it is. */
export async function runScript(
  link: RedisLink,
  script: RedisScript,
  { keys, parameters }: ScriptCall,
): Promise<RedisReply> {
  const [first] = keys
  const rest = parameters.map((parameter) => (typeof parameter === 'number' ? String(parameter) : parameter))
  const call = [String(keys.length), ...keys, ...rest]
  try {
    return await link.send(first, ['EVALSHA', script.digest, ...call])
  } catch (error) {
    if (refusalOf(error) !== 'NOSCRIPT') throw error
    return link.send(first, ['EVAL', script.source, ...call])
  }
}
