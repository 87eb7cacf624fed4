/** Runs the packages' unit tests on the newest Node of a major line: `node scripts/unit-tests.mjs 26 [jest arguments]`. */
import { jestArguments } from './jest.mjs'
import { bringNode } from './node-version.mjs'
import { environmentWith, run } from './run-command.mjs'

const [major, ...args] = process.argv.slice(2)

try {
  const node = await bringNode(Number(major))
  process.exitCode = await run(node, jestArguments(['packages/', ...args]), { env: environmentWith(node) })
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
