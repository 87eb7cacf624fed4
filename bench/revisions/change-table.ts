import { formatRatio, roundsText } from '../report/format-figure.ts'
import { disturbance } from '../report/machine-description.ts'
import { aligned } from '../report/table-report.ts'
import type { Change, ChangeReport } from './change.ts'
import { thresholds } from './judge-change.ts'

const notSeen = '–'

/** The changes for a terminal: how many times as much of each it takes now as it took then. */
export function changeTable(report: ChangeReport): string {
  const { revision, commit, machine, changes, rounds, length } = report
  const place = [
    `Now, × ${revision} (${commit.slice(0, 10)}): less than 1 is faster now`,
    `${machine.processor}, ${machine.cores} cores, Node ${machine.node}; ${roundsText(rounds)} with fresh processes; medians, with the middle half in parentheses`,
    `slower: processor time above ${thresholds.cpu} × or time above ${thresholds.wall} ×, and the middle half leaves 1 out`,
    length === 'quick' ? 'A quick run: it shows that all runs, and says little about speed.' : undefined,
    disturbance(machine),
  ].filter((line) => line !== undefined)
  const heading = ['comparison', 'contender', 'processor time', 'time', 'allocated or kept', 'verdict']
  const table = aligned([heading, ...changes.filter(isCompared).map(rowOf)], 2)
  const skipped = changes.filter((change) => change.kind === 'skipped').map(lineOf)
  return `${[...place, '', ...table, '', ...skipped, summaryOf(changes)].join('\n')}\n`
}

type Compared = Exclude<Change, { kind: 'skipped' }>

const isCompared = (change: Change): change is Compared => change.kind !== 'skipped'

function rowOf(change: Compared): string[] {
  const names = [change.comparison, change.contender]
  switch (change.kind) {
    case 'time': {
      const { cpu, wall, allocated, verdict } = change
      const bytes = allocated === undefined ? notSeen : formatRatio(allocated)
      return [...names, formatRatio(cpu), formatRatio(wall), bytes, verdict]
    }
    case 'bytes':
      return [...names, notSeen, notSeen, formatRatio(change.bytes), change.verdict]
  }
}

const lineOf = ({ comparison, contender, reason }: Exclude<Change, Compared>): string =>
  `skipped: ${comparison}, ${contender}: ${reason}`

/** One change, in short. */
export const changeLine = (change: Change): string =>
  change.kind === 'skipped' ? lineOf(change) : rowOf(change).slice(2).join(', ')

function summaryOf(changes: readonly Change[]): string {
  const counts = verdicts.flatMap((verdict) => {
    const { length } = changes.filter((change) => verdictOf(change) === verdict)
    return length === 0 ? [] : [`${length} ${verdict}`]
  })
  return counts.length === 0 ? 'nothing to compare in these sections' : counts.join(', ')
}

const verdicts = ['slower', 'faster', 'same', 'not judged', 'skipped'] as const

const verdictOf = (change: Change): string => (change.kind === 'skipped' ? 'skipped' : change.verdict)

/** Whether anything is slower than it was: what makes the command fail. */
export const isSlower = ({ changes }: ChangeReport): boolean =>
  changes.some((change) => verdictOf(change) === 'slower')
