import { build } from './build.mjs'
import { at } from './paths.mjs'
import { bringRedisServer } from './redis-server.mjs'
import { run } from './run-command.mjs'

export default async function runBench(args) {
  const code = await build()
  if (code !== 0) return code
  const objection = await bringRedisServer()
  if (objection !== undefined) console.error(`What needs a Redis server is left out: ${objection}`)
  return run(process.execPath, [at('bench', 'run.ts'), ...args])
}
