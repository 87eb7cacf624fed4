import { setTimeout as pause } from 'node:timers/promises'
import { isServed, type AdapterName } from './adapter.ts'
import { askItself, askOverSockets, type OnTally } from './drive.ts'
import type { LoadOptions } from './options.ts'
import type { OriginCounts } from './origin/chaos-origin.ts'
import { StartedProcess } from './start-process.ts'
import type { TestedMessage, TestedOrder } from './tested/message.ts'
import type { Sample } from './tested/sample.ts'
import type { TallyCounts } from './client/tally.ts'
import type { SoakRecord } from './verdict/soak-record.ts'

type OriginMessage =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'counts'; readonly counts: OriginCounts }

/** Whoever wants to know how it goes. */
export type OnProgress = (tally: TallyCounts, sample: Sample) => void

/** How long the tested process may take to end once nothing is left for it to do, in milliseconds. */
const endLimit = 10_000

/** Puts an adapter under load, and records all that can be judged. Rejects when one of the processes ends too early. */
export async function runSoak(
  adapter: AdapterName,
  options: LoadOptions,
  onProgress: OnProgress,
): Promise<SoakRecord> {
  const seed = String(options.seed)
  const origin = new StartedProcess<OriginMessage, 'counts'>('origin/origin-process.ts', [seed])
  try {
    const { port } = await origin.next('ready')
    const args = [adapter, `http://127.0.0.1:${port}`, seed]
    const tested = new StartedProcess<TestedMessage, TestedOrder>('tested/tested-process.ts', args)
    try {
      return await record({ adapter, ...options }, { origin, tested, onProgress })
    } finally {
      tested.end()
    }
  } finally {
    origin.end()
  }
}

interface Parts {
  readonly origin: StartedProcess<OriginMessage, 'counts'>
  readonly tested: StartedProcess<TestedMessage, TestedOrder>
  readonly onProgress: OnProgress
}

async function record(
  options: SoakRecord['options'],
  { origin, tested, onProgress }: Parts,
): Promise<SoakRecord> {
  const samples: Sample[] = []
  let tallyHere: OnTally | undefined
  tested.listen((message) => {
    if (message.type !== 'sample') return
    samples.push(message.sample)
    const tally = message.tally ?? tallyHere?.()
    if (tally !== undefined) onProgress(tally, message.sample)
  })

  const drive = isServed(options.adapter) ? askOverSockets : askItself
  let underLoad = 0
  const driven = drive(tested, options, {
    begin: (tally) => (tallyHere = tally),
    lastSent: () => (underLoad = samples.length),
  })
  const made = await raced(tested, driven)

  tested.tell({ type: 'settle' })
  const { settlement } = await tested.next('settled')
  origin.tell('counts')
  const { counts: asked } = await origin.next('counts')
  made.end()
  tested.tell({ type: 'close' })
  const { resources } = await tested.next('closed')
  const ending = await Promise.race([tested.ended, pause(endLimit, undefined, { ref: false })])
  const load = { ...made.counts(), origin: asked, samples: samples.slice(0, underLoad) }
  return { options, ...load, settlement, resources, ending }
}

/** The result, unless the tested process ends before. */
async function raced<Result>(tested: Parts['tested'], work: Promise<Result>): Promise<Result> {
  const ended = tested.ended.then(({ code, signal }): never => {
    throw new Error(`the tested process ended under load with ${signal ?? code}`)
  })
  return Promise.race([work, ended])
}
