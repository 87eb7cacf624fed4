import { setTimeout as pause } from 'node:timers/promises'
import { isServed } from './adapter.ts'
import { askItself, askOverSockets, type OnTally } from './drive.ts'
import type { OriginCounts } from './origin/chaos-origin.ts'
import type { StartedProcess } from './start-process.ts'
import type { TestedMessage, TestedOrder } from './tested/message.ts'
import type { Sample } from './tested/sample.ts'
import type { TallyCounts } from './client/tally.ts'
import type { SoakRecord } from './verdict/soak-record.ts'

/** What an origin says. */
export type OriginMessage =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'counts'; readonly counts: OriginCounts }

/** Whoever wants to know how it goes. */
export type OnProgress = (tally: TallyCounts, sample: Sample) => void

/** How long the tested process may take to end once nothing is left for it to do, in milliseconds. */
const endLimit = 10_000

/** Who has a part in a run. */
interface Parts {
  readonly origin: StartedProcess<OriginMessage, 'counts'>
  readonly tested: StartedProcess<TestedMessage, TestedOrder>
  readonly onProgress: OnProgress
  /** What is done once all requests have ended, before the cache is asked whether it has finished. */
  readonly calm?: () => Promise<void>
  /** What is done once the cache has finished, before it is closed. */
  readonly atRest?: () => Promise<void>
}

/** Puts a process under load, and records all that can be judged. Rejects when it ends too early. */
export async function recordRun(
  options: SoakRecord['options'] & { readonly place?: number },
  { origin, tested, onProgress, calm, atRest }: Parts,
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

  await calm?.()
  tested.tell({ type: 'settle' })
  const { settlement } = await tested.next('settled')
  await atRest?.()
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
