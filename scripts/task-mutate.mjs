import { toolScript } from './paths.mjs'
import { run } from './run-command.mjs'

/** Files come first (`some-file.ts`, or `some-file.ts:10-20` for some lines), then options of Stryker. */
export default function runMutate(args) {
  const firstOption = args.findIndex((argument) => argument.startsWith('-'))
  const files = firstOption < 0 ? args : args.slice(0, firstOption)
  const options = args.slice(files.length)
  const mutate = files.length === 0 ? [] : ['--mutate', files.join(',')]
  return run(process.execPath, [toolScript('@stryker-mutator/core', 'stryker'), 'run', ...mutate, ...options])
}
