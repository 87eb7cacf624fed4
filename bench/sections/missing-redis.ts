import { redisProgram } from '../contenders/redis-server.ts'

let answer: { readonly reason: string | undefined } | undefined

/** Whether a Redis server can be started; if not, the reason why its contenders are left out, which is said loudly, once. */
export function missingRedis(): Promise<string | undefined> {
  answer ??= look()
  return Promise.resolve(answer.reason)
}

function look(): { readonly reason: string | undefined } {
  if (redisProgram() !== undefined) return { reason: undefined }
  const reason = 'redis-server 7 or newer is not installed'
  process.stderr.write(
    `\n!!! ${reason}: whatever needs it is LEFT OUT. CACHECHART_REDIS_SERVER names one.\n\n`,
  )
  return { reason }
}
