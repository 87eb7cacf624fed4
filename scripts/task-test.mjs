import { jestArguments } from './jest.mjs'
import { run } from './run-command.mjs'

/** Without arguments everything, with coverage; a selection cannot meet thresholds, so it is measured only on request. */
export default function runTest(args) {
  return run(process.execPath, jestArguments(args.length === 0 ? ['--coverage'] : args))
}
