import { tasks } from './tasks.mjs'

const [name, ...taskArguments] = process.argv.slice(2)
const task = tasks[name]

if (task === undefined) {
  const list = Object.entries(tasks).map(([known, { about }]) => `  ${known.padEnd(8)}${about}`)
  console.error(`No task is named "${name}". There are:\n${list.join('\n')}`)
  process.exitCode = 2
} else {
  const { default: runTask } = await task.load()
  process.exitCode = await runTask(taskArguments)
}
