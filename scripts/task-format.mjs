import { toolScript } from './paths.mjs'
import { run } from './run-command.mjs'

export default function runFormat(args) {
  return run(process.execPath, [
    toolScript('prettier'),
    '--write',
    '--log-level=warn',
    ...(args.length === 0 ? ['.'] : args),
  ])
}
