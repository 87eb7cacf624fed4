import { judge } from '../verdict/judge.ts'
import { summary } from '../verdict/summary.ts'
import type { SoakRecord } from '../verdict/soak-record.ts'
import type { FleetRecord } from './fleet-record.ts'

/** What is wrong with a run, a line each; none when all holds. */
export function judgeFleet({ members, flaps, leftOver }: FleetRecord): readonly string[] {
  const found = members.flatMap((record, place) =>
    judge(inCompany(record, members)).map((fault) => `of gateway ${place + 1}: ${fault}`),
  )
  if (sumOf(Object.values(flaps)) === 0) found.push('the server was there all the time')
  for (const { settlement } of members)
    if (settlement.ledger.leases.taken === 0) found.push('a gateway has never had a lease')
  const { lasting, held } = leftOver
  if (lasting.length > 0) found.push(`${lasting.length} keys never expire: ${lasting[0]}`)
  if (held.length > 0) found.push(`${held.length} leases are held though all is done: ${held[0]}`)
  return found
}

/**
 * While the server is away nothing is purged, and little is asked of it; who has followed whom is a matter of chance where
 * each has few requests: what one of them has seen counts for all.
 */
function inCompany(record: SoakRecord, members: FleetRecord['members']): SoakRecord {
  const { settlement } = record
  const sum = (count: (one: SoakRecord) => number): number => sumOf(members.map(count))
  return {
    ...record,
    purges: {
      hard: sum(({ purges }) => purges.hard),
      soft: sum(({ purges }) => purges.soft),
      failed: sum(({ purges }) => purges.failed),
    },
    settlement: {
      ...settlement,
      ledger: {
        ...settlement.ledger,
        followers: {
          taken: sum((one) => one.settlement.ledger.followers.taken),
          discharged: sum((one) => one.settlement.ledger.followers.discharged),
        },
      },
      counted: { ...settlement.counted, mishaps: sum((one) => one.settlement.counted.mishaps) },
    },
  }
}

/** Requests to the origin, for each that clients made. */
export function originShare({ members }: FleetRecord): number {
  const sent = sumOf(members.map(({ tally }) => tally.sent))
  // It is one origin: whoever was told last knows all.
  return Math.max(...members.map(({ origin }) => origin.requests)) / sent
}

/** What a run came to, for people. */
export function fleetSummary(record: FleetRecord, faults: readonly string[]): string {
  const { members, flaps, leftOver } = record
  const names = Object.entries(flaps).map(([name, count]) => `${name} ${count}`)
  return [
    ...members.map((member) => summary(member, [])),
    `the server was ${names.join(', ')}`,
    `in the end it has ${leftOver.keys} keys, of which ${leftOver.lasting.length} never expire, and ${leftOver.held.length} leases that are held`,
    `${originShare(record).toFixed(2)} requests to the origin for each of the clients'`,
    ...(faults.length === 0
      ? ['all holds']
      : [`${faults.length} faults:`, ...faults.map((fault) => `- ${fault}`)]),
    '',
  ].join('\n')
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)
