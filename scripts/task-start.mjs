import { build } from './build.mjs'
import { at } from './paths.mjs'
import { run } from './run-command.mjs'

export default async function runStart(args) {
  const code = await build()
  if (code !== 0) return code
  const program =
    args.length === 0 ? at('examples', 'demo', 'main.ts') : at('packages', 'cli', 'bin', 'cachechart.js')
  return run(process.execPath, [program, ...args])
}
