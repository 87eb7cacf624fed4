import { Connections } from './client/connections.ts'
import { Load } from './client/load.ts'
import type { Pressure } from './client/press.ts'
import { runErrandOver } from './client/run-errand.ts'
import type { TallyCounts } from './client/tally.ts'
import type { Purge } from './purges/purge-report.ts'
import type { StartedProcess } from './start-process.ts'
import type { LoadCounts, TestedMessage, TestedOrder } from './tested/message.ts'

type Tested = StartedProcess<TestedMessage, TestedOrder>

/** How the load of a run stands, wherever it is made. */
export type OnTally = () => TallyCounts

/** Whoever wants to know how far it is. */
interface DriveListener {
  /** Where the requests are made in this process. */
  begin(tally: OnTally): void
  lastSent(): void
}

/** What is left when all requests have ended. */
interface Driven {
  counts(): LoadCounts
  /** Lets go of connections. */
  end(): void
}

/** Puts a process under load; resolves when every request has ended. */
type Drive = (
  tested: Tested,
  options: Pressure & { readonly seed: number; readonly place?: number },
  listener: DriveListener,
) => Promise<Driven>

/** From here, over sockets. */
export const askOverSockets: Drive = async (tested, { seed, place = 0, ...pressure }, listener) => {
  const { port } = await tested.next('ready')
  if (port === undefined) throw new TypeError('whoever is asked over sockets says its port')
  const connections = new Connections(port)
  const load = new Load(seed, { run: runErrandOver(connections), purge: purgeBy(tested) }, place)
  listener.begin(() => load.tally.counts())
  const open = await load.press(pressure)
  listener.lastSent()
  await Promise.all(open)
  return {
    counts: () => load.counts(connections.unasked),
    end: () => {
      connections.closeAll()
    },
  }
}

/** By calls, in the process itself. */
export const askItself: Drive = async (tested, { seconds, rate }, listener) => {
  await tested.next('ready')
  tested.tell({ type: 'press', pressure: { seconds, rate } })
  const lastSent = tested.next('lastSent').then(() => listener.lastSent())
  const [{ counts }] = await Promise.all([tested.next('pressed'), lastSent])
  return { counts: () => counts, end: () => undefined }
}

/** Has the process purge, and hears when it is done. */
function purgeBy(tested: Tested): Purge {
  const waiting = new Map<number, (report: Awaited<ReturnType<Purge>>) => void>()
  let id = 0
  tested.listen((message) => {
    if (message.type !== 'purged') return
    waiting.get(message.id)?.(message.report)
    waiting.delete(message.id)
  })
  return (target) =>
    new Promise((resolve) => {
      id += 1
      waiting.set(id, resolve)
      tested.tell({ type: 'purge', id, target })
    })
}
