/**
 * A process with one server: `serve.ts <contender> <argument>`. Says its port, then answers messages: `mark` with a mark,
 * `begin profile` with anything, `end profile` with the profile, and an order (`{ order }`) when it is carried out.
 */
import { Session } from 'node:inspector/promises'
import { servings } from '../contenders/servings.ts'
import { AllocationCounter } from '../statistics/allocation-counter.ts'
import type { Mark } from './mark.ts'
import { prepareOrTell } from './prepare-or-tell.ts'

const [name = '', argument = ''] = process.argv.slice(2)
const load = servings.get(name)
if (load === undefined) throw new RangeError(`no server is called "${name}"`)

const serving = await prepareOrTell(async () => (await load())(argument))
const session = new Session()
const allocations = new AllocationCounter()
process.on('message', (message) => {
  void answer(message).then((result) => process.send?.(result))
})
// Whoever started this has gone, or wants no more of it.
for (const event of ['disconnect', 'SIGTERM', 'SIGINT']) {
  process.once(event, () => {
    void Promise.resolve(serving.close?.()).finally(() => process.exit())
  })
}
process.send?.(serving.port)

async function answer(message: unknown): Promise<unknown> {
  if (isOrder(message)) {
    serving.obey?.(message.order)
    return 'done'
  }
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

function isOrder(message: unknown): message is { readonly order: string } {
  return typeof message === 'object' && message !== null && 'order' in message
}

function mark(): Mark {
  const requests = serving.requests?.() ?? 0
  if (serving.cpu !== undefined) return { cpu: serving.cpu(), requests }
  const { user, system } = process.cpuUsage()
  return { cpu: user + system, requests, allocated: allocations.total() }
}
