import { at } from './paths.mjs'
import { run } from './run-command.mjs'

/** Runs from the sources: what is judged is what holds, not how fast it is. */
export default function runSoak(args) {
  const nodeOptions = ['--conditions=source', '--disable-warning=ExperimentalWarning']
  return run(process.execPath, [...nodeOptions, at('test', 'soak', 'run.ts'), ...args])
}
