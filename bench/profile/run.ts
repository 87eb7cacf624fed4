/**
 * Where the gateway's time goes: `node bench/profile/run.ts [hit | miss]`. Warms a gateway up, watches it under load with
 * V8's sampling profiler, and prints the self time by module and by function.
 */
import { paths } from '../contenders/sample-messages.ts'
import { chooseLoad } from '../load/load.ts'
import { ask, endProcess, forkProcess, messageFrom } from '../processes/fork-process.ts'
import { startServer } from '../processes/server-process.ts'
import { readProfile, type Hotspots, type SelfTime } from './read-profile.ts'
import type { Profiler } from 'node:inspector'

const watched = 4_000
const shown = 45

const path = process.argv[2] === 'miss' ? paths.uncacheable : paths.fresh
const origin = await startServer('origin', '')
const gateway = forkProcess('serve.ts', ['gateway', origin.url])
const port = await messageFrom<number>(gateway)
const load = await chooseLoad()
const order = { port, path, connections: 32 }
await load.press({ ...order, window: 3_000 })
await ask(gateway, 'begin profile')
const { requests } = await load.press({ ...order, window: watched })
const profile = await ask<Profiler.Profile>(gateway, 'end profile')
await endProcess(gateway)
await origin.end()
process.stdout.write(reportOf(readProfile(profile), requests))

function reportOf({ total, modules, functions }: Hotspots, count: number): string {
  const line = ({ name, self }: SelfTime): string => {
    const share = ((100 * self) / total).toFixed(1).padStart(5)
    return `${share} %  ${((self * 1000) / count).toFixed(2).padStart(7)} µs  ${name}`
  }
  const parts = [
    `${count} requests, ${((total * 1000) / count).toFixed(1)} µs each`,
    ...['', 'by module', ...modules.map(line)],
    ...['', 'by function', ...functions.slice(0, shown).map(line)],
  ]
  return `${parts.join('\n')}\n`
}
