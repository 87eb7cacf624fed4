/**
 * A process with one server: `serve.ts <contender> <argument>`. Says its port, then answers messages: `mark` with a mark,
 * `begin profile` with anything, `end profile` with the profile.
 */
import { Session } from 'node:inspector/promises'
import { servings } from '../contenders/servings.ts'
import type { Mark } from './mark.ts'

const [name = '', argument = ''] = process.argv.slice(2)
const load = servings.get(name)
if (load === undefined) throw new RangeError(`no server is called "${name}"`)

const serving = await (await load())(argument)
const session = new Session()
process.on('message', (message) => {
  void answer(message).then((result) => process.send?.(result))
})
// Whoever started this has gone, or wants no more of it.
process.on('disconnect', () => {
  process.exit()
})
process.send?.(serving.port)

async function answer(message: unknown): Promise<unknown> {
  switch (message) {
    case 'begin profile':
      session.connect()
      await session.post('Profiler.enable')
      await session.post('Profiler.setSamplingInterval', { interval: 200 })
      await session.post('Profiler.start')
      return 'begun'
    case 'end profile':
      return (await session.post('Profiler.stop')).profile
    default:
      return mark()
  }
}

function mark(): Mark {
  const { user, system } = process.cpuUsage()
  return { cpu: user + system, requests: serving.requests?.() ?? 0 }
}
