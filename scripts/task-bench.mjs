import { build } from './build.mjs'
import { at } from './paths.mjs'
import { run } from './run-command.mjs'

export default async function runBench(args) {
  const code = await build()
  if (code !== 0) return code
  return run(process.execPath, [at('bench', 'run.ts'), ...args])
}
