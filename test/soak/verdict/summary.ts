import { growthOf, type Growth } from './growth.ts'
import { mebibytes } from './progress.ts'
import type { SoakRecord } from './soak-record.ts'

/** What a run came to, for people. */
export function summary(record: SoakRecord, faults: readonly string[]): string {
  const { options, tally, origin, settlement, samples, sentFor } = record
  const { ledger, counted } = settlement
  const seconds = sentFor / 1000
  const lines = [
    `${options.adapter}: ${options.seconds} s at ${options.rate} requests a second, seed ${options.seed}`,
    '',
    line(
      'requests',
      `${tally.sent} sent (${(tally.sent / seconds).toFixed(0)} a second), ${tally.ended} ended`,
    ),
    line('outcomes', counts(tally.kinds)),
    line('gateway errors', counts(tally.gatewayErrors)),
    line('cut by', counts(tally.cuts)),
    line('complete answers', counts(tally.answers)),
    line('latency, ms', counts(tally.latency)),
    line(
      'origin',
      `${origin.requests} requests, ${(origin.requests / tally.sent).toFixed(2)} for each of the clients'`,
    ),
    line('its fates', counts({ ...origin.fates, notModified: origin.notModified })),
    line('purges', counts(record.purges)),
    line('store', `${counted.mishaps} mishaps`),
    line('tolerated', counts(counted.tolerated)),
    line('deadlines passed', counts(counted.deadlines)),
    line('ledger', Object.entries(ledger).map(ledgerEntry).join(', ')),
    line('drained', `after ${settlement.drainedAfter.toFixed(0)} ms`),
    ...growthLines(growthOf(samples)),
    '',
    ...(faults.length === 0
      ? ['all holds']
      : [`${faults.length} faults:`, ...faults.map((fault) => `- ${fault}`)]),
  ]
  return `${lines.join('\n')}\n`
}

const line = (name: string, text: string): string => `${name.padEnd(18)}${text === '' ? 'none' : text}`

const counts = (numbers: Readonly<Record<string, number>>): string =>
  Object.entries(numbers)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

const ledgerEntry = ([name, value]: [
  string,
  number | { readonly taken: number; readonly discharged: number },
]): string =>
  typeof value === 'number' ? `${value} ${name}` : `${value.discharged} of ${value.taken} ${name}`

function growthLines(growth: readonly Growth[] | undefined): readonly string[] {
  if (growth === undefined) return [line('growth', 'not judged: the run was too short')]
  return growth.map(({ measure, second, last, limit }) => {
    const inBytes = measure === 'heapUsed' || measure === 'external'
    const [from, to, most] = [second, last, limit].map((value) =>
      inBytes ? mebibytes(value) : value.toFixed(0),
    )
    return line(
      measure,
      `${from} in the second third, ${to} in the last (limit ${most}${inBytes ? ' MiB' : ''})`,
    )
  })
}
