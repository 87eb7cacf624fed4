/**
 * The gateway in a process of its own: `gateway-process.ts <origin> <seed>`. Its heap, sockets and timers are nobody
 * else's. Says its port, then a sample a second, and at the end how its cache stood and what kept it alive.
 */
import { setTimeout } from 'node:timers/promises'
import { observedGateway } from './observed-gateway.ts'
import { countResources, type GatewayMessage, type GatewayOrder } from './sample.ts'

const [origin = '', seed = ''] = process.argv.slice(2)
const observed = observedGateway(origin, Number(seed))

const say = (message: GatewayMessage): void => {
  process.send?.(message)
}
const sampling = setInterval(() => {
  say({ type: 'sample', sample: observed.sample() })
}, 1000)
// Whoever started this has gone.
const leave = (): void => {
  process.exit()
}
process.on('disconnect', leave)
process.on('message', (order: GatewayOrder) => {
  if (order === 'settle') void finish()
  else void end()
})

const { port } = await observed.gateway.listen({ port: 0 })
say({ type: 'ready', port })

async function finish(): Promise<void> {
  clearInterval(sampling)
  say({ type: 'settled', settlement: await observed.settle() })
}

/** Closes, and does not exit: whatever is left over keeps the process alive, and whoever started it sees that. */
async function end(): Promise<void> {
  await observed.gateway.close({ timeout: 1000 })
  await setTimeout(100) // the platform lets go of closed handles a little later
  say({ type: 'closed', resources: countResources() })
  process.off('disconnect', leave)
  process.disconnect()
}
