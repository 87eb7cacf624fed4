/**
 * The door to every task: `npm start`, `npm test`, `npm run build | check | bench | format`.
 *
 * Runs on Node 20 and nothing else, so that a fresh clone needs only Node and npm. It finds or brings a Node that the
 * project supports, installs what the lockfile says when that has not been done, and hands over to the task.
 */
import { fileURLToPath } from 'node:url'
import { installIfStale } from './install.mjs'
import { leaveNodeForBins, suitableNode } from './node-version.mjs'
import { run } from './run-command.mjs'

const [taskName, ...taskArguments] = process.argv.slice(2)

try {
  const node = await suitableNode()
  await installIfStale(node)
  leaveNodeForBins(node)
  const task = fileURLToPath(new URL('run-task.mjs', import.meta.url))
  process.exitCode = await run(node, [task, taskName ?? '', ...taskArguments])
} catch (error) {
  console.error(`\n${error.message}`)
  process.exitCode = 1
}
