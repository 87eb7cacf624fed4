import { at } from './paths.mjs'
import { run } from './run-command.mjs'

/** Runs from the sources, some of which are changed as they are loaded. */
export default function runVerify(args) {
  const nodeOptions = ['--conditions=source', '--disable-warning=ExperimentalWarning']
  return run(process.execPath, [...nodeOptions, at('test', 'verify', 'verify.ts'), ...args])
}
