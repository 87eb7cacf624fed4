import { setTimeout as pause } from 'node:timers/promises'
import { Connections } from './client/connections.ts'
import { Errands } from './client/errand.ts'
import { press } from './client/press.ts'
import { Tally } from './client/tally.ts'
import type { GatewayMessage, Sample } from './gateway/sample.ts'
import type { SoakOptions } from './options.ts'
import type { OriginCounts } from './origin/chaos-origin.ts'
import { StartedProcess } from './start-process.ts'
import type { SoakRecord } from './verdict/soak-record.ts'

type OriginMessage =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'counts'; readonly counts: OriginCounts }

/** Whoever wants to know how it goes. */
export type OnProgress = (tally: Tally, sample: Sample) => void

/** How long the gateway's process may take to end once nothing is left for it to do, in milliseconds. */
const endLimit = 10_000

/** Puts a gateway under load, and records all that can be judged. Rejects when one of the processes ends too early. */
export async function runSoak(options: SoakOptions, onProgress: OnProgress): Promise<SoakRecord> {
  const seed = String(options.seed)
  const origin = new StartedProcess<OriginMessage>('origin/origin-process.ts', [seed])
  try {
    const { port } = await origin.next('ready')
    const args = [`http://127.0.0.1:${port}`, seed]
    const gateway = new StartedProcess<GatewayMessage>('gateway/gateway-process.ts', args)
    try {
      return await record(options, { origin, gateway, onProgress })
    } finally {
      gateway.end()
    }
  } finally {
    origin.end()
  }
}

interface Parts {
  readonly origin: StartedProcess<OriginMessage>
  readonly gateway: StartedProcess<GatewayMessage>
  readonly onProgress: OnProgress
}

async function record(options: SoakOptions, { origin, gateway, onProgress }: Parts): Promise<SoakRecord> {
  const { port } = await gateway.next('ready')
  const tally = new Tally()
  const connections = new Connections(port)
  const samples: Sample[] = []
  gateway.listen((message) => {
    if (message.type !== 'sample') return
    samples.push(message.sample)
    onProgress(tally, message.sample)
  })

  const began = performance.now()
  const errands = new Errands(options.seed)
  const open = await raced(gateway, press(options, { errands, connections, tally }))
  const underLoad = samples.length
  const sentFor = performance.now() - began
  await raced(gateway, Promise.all(open))

  gateway.tell('settle')
  const { settlement } = await gateway.next('settled')
  origin.tell('counts')
  const { counts } = await origin.next('counts')
  connections.closeAll()
  gateway.tell('close')
  const { resources } = await gateway.next('closed')
  const ending = await Promise.race([gateway.ended, pause(endLimit, undefined, { ref: false })])
  return {
    options,
    sentFor,
    tally: tally.counts(),
    unasked: connections.unasked,
    origin: counts,
    samples: samples.slice(0, underLoad),
    settlement,
    resources,
    ending,
  }
}

/** The result, unless the gateway's process ends before. */
async function raced<Result>(gateway: Parts['gateway'], work: Promise<Result>): Promise<Result> {
  const ended = gateway.ended.then(({ code, signal }): never => {
    throw new Error(`the gateway's process ended under load with ${signal ?? code}`)
  })
  return Promise.race([work, ended])
}
