import { at } from './paths.mjs'
import { bringRedisServer } from './redis-server.mjs'
import { run } from './run-command.mjs'

/** Runs from the sources: what is judged is what holds, not how fast it is. */
export default async function runSoak(args) {
  const objection = await bringRedisServer()
  if (objection !== undefined) console.error(`What needs a Redis server is left out: ${objection}`)
  const nodeOptions = ['--conditions=source', '--disable-warning=ExperimentalWarning']
  return run(process.execPath, [...nodeOptions, at('test', 'soak', 'run.ts'), ...args])
}
