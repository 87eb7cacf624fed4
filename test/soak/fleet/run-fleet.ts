import { startRedisServer } from '../../servers/redis-server.ts'
import { startSlowProxy } from '../../servers/slow-proxy.ts'
import { Chance } from '../chance.ts'
import type { LoadOptions } from '../options.ts'
import { recordRun, type OnProgress, type OriginMessage } from '../record-run.ts'
import { StartedProcess } from '../start-process.ts'
import type { TestedMessage, TestedOrder } from '../tested/message.ts'
import type { FleetRecord } from './fleet-record.ts'
import { Flapping } from './flapping.ts'
import { leftOver, type LeftOver } from './left-over.ts'

/** So many gateways there are; each makes its share of the requests. */
const fleetSize = 3

/** Puts gateways under load that share a server, which goes away and comes back all the time. */
export async function runFleet(load: LoadOptions, onProgress: OnProgress): Promise<FleetRecord> {
  const server = await startRedisServer()
  const proxy = await startSlowProxy(server.port)
  const flapping = new Flapping(server, proxy, new Chance(load.seed, 'flapping'))
  const origin = new StartedProcess<OriginMessage, 'counts'>('origin/origin-process.ts', [String(load.seed)])
  const members: StartedProcess<TestedMessage, TestedOrder>[] = []
  try {
    const { port } = await origin.next('ready')
    const calm = meeting(fleetSize, () => flapping.stop())
    let left: LeftOver = { keys: 0, lasting: [], held: [] }
    // While they are there: what one of them holds, and has forgotten, it still renews.
    const atRest = meeting(fleetSize, async () => {
      left = await leftOver(server.url)
    })
    const rate = Math.ceil(load.rate / fleetSize)
    const share = { adapter: 'gateway', ...load, rate } as const
    const records = Array.from({ length: fleetSize }, (_, place) => {
      const args = ['gateway', `http://127.0.0.1:${port}`, String(load.seed), String(place)]
      const url = `redis://127.0.0.1:${proxy.port}`
      const tested = new StartedProcess<TestedMessage, TestedOrder>('tested/tested-process.ts', [
        ...args,
        url,
      ])
      members.push(tested)
      // Whose figures are shown while it goes on is no matter.
      const onSample = place === 0 ? onProgress : () => undefined
      return recordRun({ ...share, place }, { origin, tested, onProgress: onSample, calm, atRest })
    })
    flapping.start()
    const all = await Promise.all(records)
    return { members: all, flaps: { ...flapping.counts }, leftOver: left }
  } finally {
    for (const member of members) member.end()
    origin.end()
    await flapping.stop()
    await proxy.close()
    await server.stop()
  }
}

/** Whoever comes waits until all are there, and until what follows is done. */
function meeting(size: number, then: () => Promise<void>): () => Promise<void> {
  let come = 0
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  return () => {
    come += 1
    if (come === size) void then().then(resolve, reject)
    return promise
  }
}
