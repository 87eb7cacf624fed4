/**
 * An adapter in a process of its own: `tested-process.ts <adapter> <origin> <seed> [<place> <redis>]`, where it is one of several
 * that share a server. Its heap, sockets and timers are
 * nobody else's, but for those of its callers where it is asked by calls. Says its port, then a sample a second, and at
 * the end how its cache stood and what kept it alive.
 */
import { setTimeout } from 'node:timers/promises'
import { adapters } from '../adapter.ts'
import { runCallBy } from '../callers/run-call.ts'
import { Load } from '../client/load.ts'
import type { Pressure } from '../client/press.ts'
import { observe } from './observe.ts'
import type { TestedMessage, TestedOrder } from './message.ts'
import { countResources } from './sample.ts'

const [name = '', origin = '', seedText = '', place = '0', redis] = process.argv.slice(2)
const adapter = adapters.find((one) => one === name)
if (adapter === undefined) throw new RangeError(`there is no adapter "${name}"`)
const seed = Number(seedText)
const observed = await observe({ adapter, origin, seed, place: Number(place), redis })
const { access } = observed.subject
const load =
  access.type === 'calls'
    ? new Load(seed, { run: runCallBy(access.ask), purge: (target) => observed.purge(target) })
    : undefined

const say = (message: TestedMessage): void => {
  process.send?.(message)
}
const sampling = setInterval(() => {
  say({ type: 'sample', sample: observed.sample(), tally: load?.tally.counts() })
}, 1000)
// Whoever started this has gone.
const leave = (): void => {
  process.exit()
}
process.on('disconnect', leave)
process.on('message', (order: TestedOrder) => {
  void obey(order)
})
say({ type: 'ready', port: access.type === 'port' ? access.port : undefined })

async function obey(order: TestedOrder): Promise<void> {
  switch (order.type) {
    case 'purge':
      say({ type: 'purged', id: order.id, report: await observed.purge(order.target) })
      return
    case 'press':
      await press(order.pressure)
      return
    case 'settle':
      clearInterval(sampling)
      say({ type: 'settled', settlement: await observed.settle() })
      return
    case 'close':
      await end()
  }
}

/** Asks itself. */
async function press(pressure: Pressure): Promise<void> {
  if (load === undefined) throw new TypeError(`the ${name} is asked over sockets`)
  const open = await load.press(pressure)
  say({ type: 'lastSent' })
  await Promise.all(open)
  say({ type: 'pressed', counts: load.counts(0) })
}

/** A client of Redis that is closed while it waits for its next attempt to connect waits to the end of that: 2 s at most. */
const longestRetry = 2_200

/** Closes, and does not exit: whatever is left over keeps the process alive, and whoever started it sees that. */
async function end(): Promise<void> {
  await observed.close()
  const until = performance.now() + (redis === undefined ? 0 : longestRetry)
  do
    await setTimeout(100) // the platform lets go of closed handles a little later
  while ('Timeout' in countResources() && performance.now() < until)
  say({ type: 'closed', resources: countResources() })
  process.off('disconnect', leave)
  process.disconnect()
}
