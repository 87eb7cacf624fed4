import type { Ledger } from '@cachechart/core'
import { faultyKinds } from '../client/outcome.ts'
import { growthOf } from './growth.ts'
import type { SoakRecord } from './soak-record.ts'

/** What is wrong with a run, a line each; none when all holds. */
export const judge = (record: SoakRecord): readonly string[] => [
  ...judgeOutcomes(record),
  ...judgeLoad(record),
  ...judgeSettlement(record),
  ...judgeGrowth(record),
  ...judgeEnd(record),
]

function judgeOutcomes({ tally, unasked }: SoakRecord): readonly string[] {
  const found = faultyKinds
    .filter((kind) => tally.kinds[kind] > 0)
    .map((kind) => `${tally.kinds[kind]} requests ended as ${kind}`)
  const ends = Object.values(tally.kinds).reduce((sum, count) => sum + count, 0)
  if (ends !== tally.sent || tally.ended !== tally.sent) {
    found.push(`${tally.sent} requests were sent, and ${ends} outcomes seen`)
  }
  if (unasked > 0) found.push(`bytes came ${unasked} times on a connection where nothing was asked`)
  return [...found, ...tally.faults]
}

/** A run that did not press, or to which nothing happened, shows nothing. */
function judgeLoad({ tally, options, sentFor, settlement, purges }: SoakRecord): readonly string[] {
  const found: string[] = []
  const asked = options.rate * options.seconds
  if (tally.sent < asked * 0.99) found.push(`only ${tally.sent} of ${asked} requests were sent`)
  if (sentFor > options.seconds * 1050 + 1000) {
    found.push(`it took ${Math.round(sentFor / 1000)} s to send the requests of ${options.seconds} s`)
  }
  if (tally.kinds.complete < tally.sent / 2) found.push(`only ${tally.kinds.complete} answers were complete`)
  if (settlement.ledger.followers.taken === 0) found.push('no request has followed another')
  if (purges.hard === 0 || purges.soft === 0) found.push('nothing was purged')
  if (settlement.counted.mishaps === 0) found.push('no call of the store went wrong')
  return found
}

function judgeSettlement({ settlement }: SoakRecord): readonly string[] {
  const { ledger, inFlight, stopped, timers, writers, counted } = settlement
  const found = [...unbalanced(ledger)]
  if (inFlight.length > 0) found.push(`${inFlight.length} requests are still in flight: ${inFlight[0]}`)
  if (stopped > 0) found.push(`${stopped} pieces of work did not end and had to be stopped`)
  if (timers > 0) found.push(`${timers} timers are set though nothing is in flight`)
  if (writers > 0) found.push(`${writers} writers of the store were neither committed nor aborted`)
  return [
    ...found,
    ...counted.leaks.slice(0, 3).map((leak) => `a leak was reported: ${leak}`),
    ...counted.stuck.slice(0, 3).map((story) => `a request was stuck ${story}`),
    ...counted.warnings.map((warning) => `a warning: ${warning}`),
    ...judgeTolerated(counted.tolerated),
  ]
}

/** The store and refreshes fail here; the run itself and observers never do. */
const judgeTolerated = (tolerated: Readonly<Record<string, number>>): readonly string[] =>
  ['run', 'observe']
    .filter((during) => (tolerated[during] ?? 0) > 0)
    .map((during) => `${tolerated[during]} failures were tolerated during "${during}"`)

function unbalanced({ leaks, ...lines }: Ledger): readonly string[] {
  const found = Object.entries(lines)
    .filter(([, { taken, discharged }]) => taken !== discharged)
    .map(
      ([name, { taken, discharged }]) => `the ledger owes ${name}: ${taken} taken, ${discharged} discharged`,
    )
  return leaks === 0 ? found : [...found, `the ledger counts ${leaks} leaks`]
}

function judgeGrowth({ samples }: SoakRecord): readonly string[] {
  return (growthOf(samples) ?? [])
    .filter(({ last, limit }) => last > limit)
    .map(
      ({ measure, second, last, limit }) =>
        `${measure} grew from ${Math.round(second)} in the second third to ${Math.round(last)} in the last, over ${Math.round(limit)}`,
    )
}

function judgeEnd({ ending, resources }: SoakRecord): readonly string[] {
  const held = Object.entries(resources)
    .filter(([kind]) => kind.startsWith('TCP') || kind === 'Timeout')
    .map(([kind, count]) => `${count} of ${kind} are left when all is closed`)
  if (ending === undefined) return [...held, 'the process does not end though all is closed']
  return ending.code === 0 ? held : [...held, `the tested process ended with ${ending.signal ?? ending.code}`]
}
