import { at } from './paths.mjs'
import { run } from './run-command.mjs'

export default function runDocs(args) {
  return run(process.execPath, [
    '--conditions=source',
    '--disable-warning=ExperimentalWarning',
    at('scripts', 'generate-docs.ts'),
    ...args,
  ])
}
