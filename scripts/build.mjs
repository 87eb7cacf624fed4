import { pruneDist } from './prune-dist.mjs'
import { toolScript } from './paths.mjs'
import { run } from './run-command.mjs'

/** Compiles what has changed; prints only what is wrong; resolves to an exit code. */
export async function build(args = []) {
  pruneDist()
  return run(process.execPath, [toolScript('typescript', 'tsc'), '-b', 'tsconfig.build.json', ...args])
}
