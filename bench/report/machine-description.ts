import { readFileSync } from 'node:fs'
import { arch, cpus, loadavg, release, totalmem, type as systemName } from 'node:os'

/** Where and when a run took place. */
export interface MachineDescription {
  readonly processor: string
  readonly cores: number
  readonly memory: string
  readonly system: string
  readonly node: string
  readonly undici: string
  readonly xstate: string
  /** The day, as in 2026-01-31. */
  readonly date: string
  /** How many processes wanted a processor before the run, on average over a minute; 0 where the system does not say. */
  readonly load: number
}

/** Describes this machine, without anything that would tell whose it is. */
export function describeMachine(): MachineDescription {
  const processors = cpus()
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memory: `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    system: `${systemName()} ${release().split('-', 1)[0] ?? ''} ${arch()}`,
    node: process.version,
    undici: versionOf('undici'),
    xstate: versionOf('xstate'),
    date: new Date().toISOString().slice(0, 10),
    load: loadavg()[0] ?? 0,
  }
}

function versionOf(library: string): string {
  const manifest = new URL(`../node_modules/${library}/package.json`, import.meta.url)
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string } // every manifest has one
  return version
}

/** What to say of a run that others may have disturbed; `undefined` where the machine was idle before it. */
export const disturbance = ({ load, cores }: MachineDescription): string | undefined =>
  load > cores / 4
    ? `The machine was busy before the run (a load of ${load.toFixed(1)} on ${cores} cores): processor time is the better guide.`
    : undefined
