import { transactionMachine } from '@cachechart/core'
import {
  createTimeline,
  toDiagram,
  toSequence,
  toTimelineText,
  toWaterfall,
  type Timeline,
  type TimelineFilter,
  type TimelineTransaction,
} from '@cachechart/viz'
import { CommandFailedError } from '../command-failed-error.ts'
import { textLook } from '../look-options.ts'
import { plainJson } from '../plain-json.ts'
import { printable } from '../printable.ts'
import { readAll } from '../recordings/reading.ts'
import type { Terminal } from '../terminal.ts'
import { writeResult } from '../write-result.ts'
import { listText } from './list-text.ts'
import { Slowest } from './slowest.ts'
import type { TraceCommandOptions, TraceFormat } from './trace-command.ts'
import { withCompany } from './with-company.ts'

/** The options, with the format that they come to. */
type Wish = TraceCommandOptions & { readonly format: TraceFormat }

/** Prints what was recorded. Rejects with a `CommandFailedError`; also where nothing is as it was wished. */
export async function printTrace(files: readonly string[], wish: Wish, terminal: Terminal): Promise<void> {
  const builder = createTimeline({ ...(await filterOf(files, wish, terminal)), limit: wish.limit })
  await readAll(files, ({ record }) => builder.take(record), terminal)
  const whole = builder.timeline()
  sayLeftOut(whole, wish, terminal)
  const chosen = chosenOf(whole, wish)
  const timeline = chosen === undefined ? whole : withCompany(whole, chosen)
  if (timeline.transactions.length === 0)
    throw new CommandFailedError('No request that is recorded is like that.')
  const content = contentOf({ timeline, listed: chosen ?? timeline.transactions }, wish, terminal)
  await writeResult({ what: `the trace of ${requests(timeline)}`, content, mode: 0o600 }, wish.out, terminal)
}

const requests = ({ transactions: { length } }: Timeline): string =>
  `${length} ${length === 1 ? 'request' : 'requests'}`

/** What the timeline itself can choose by, however long the recording is. */
async function filterOf(
  files: readonly string[],
  { key, url, id = [], slowest, slowerThan, failed }: Wish,
  terminal: Terminal,
): Promise<TimelineFilter> {
  const [one] = id
  return {
    key,
    url,
    ...(id.length === 1 ? one : {}),
    failed: failed === true ? 'only' : undefined,
    slowerThan:
      slowest === undefined ? slowerThan : await thresholdOf(files, { key, url, slowest }, terminal),
  }
}

async function thresholdOf(
  files: readonly string[],
  { key, url, slowest: number }: Pick<TimelineFilter, 'key' | 'url'> & { readonly slowest: number },
  terminal: Terminal,
): Promise<number> {
  const { states } = toDiagram(transactionMachine)
  const finals = new Set(states.filter(({ kind }) => kind === 'final').map(({ id }) => id))
  const slowest = new Slowest(
    number,
    (begun) => (key === undefined || begun.key === key) && (url === undefined || begun.url.includes(url)),
    (state) => finals.has(state),
  )
  await readAll(files, ({ record }) => slowest.take(record), { ...terminal, err: () => {} })
  return slowest.slowerThan
}

/** What has to be chosen when all is known; `undefined`: all. */
function chosenOf(
  timeline: Timeline,
  { id: ids = [], slowest }: Wish,
): readonly TimelineTransaction[] | undefined {
  if (slowest !== undefined) {
    const spanOf = ({ begin, end }: { readonly begin: number; readonly end: number | null }) =>
      (end ?? timeline.end) - begin
    return timeline.transactions.toSorted((one, other) => spanOf(other) - spanOf(one)).slice(0, slowest)
  }
  if (ids.length === 0) return undefined
  return ids.map(({ id, run }) => {
    const found = timeline.transactions.filter((one) => one.id === id && (run ?? one.run) === one.run)
    const [first, ...others] = found
    if (first === undefined) throw new CommandFailedError(`No transaction ${id} is recorded.`)
    if (others.length === 0) return first
    const runs = found.map((one) => printable(one.run)).join(', ')
    throw new CommandFailedError(
      `Several caches have a transaction ${id}. Say which: --id RUN:${id}, of ${runs}.`,
    )
  })
}

function contentOf(
  { timeline, listed }: { readonly timeline: Timeline; readonly listed: readonly TimelineTransaction[] },
  { format, theme, unfold, ...look }: Wish,
  { screen }: Terminal,
): string {
  const rows = unfold === true ? 'unfolded' : 'folded'
  switch (format) {
    case 'list':
      return listText(listed, timeline.end)
    case 'text':
      return toTimelineText(timeline, { rows, ...textLook({ theme, ...look }, screen) })
    case 'svg':
      return toWaterfall(timeline, { theme, rows })
    case 'mermaid':
      return toSequence(timeline, { rows })
    case 'json':
      return `${plainJson(JSON.stringify(timeline, null, 2))}\n`
  }
}

function sayLeftOut(
  { leftOut: { transactions, records, lost } }: Timeline,
  { limit }: Wish,
  { err }: Terminal,
): void {
  if (transactions > 0)
    err(
      `Left out: ${transactions} requests, as ${limit} are kept. --id, --key, --url and --limit choose others.\n`,
    )
  const others = transactions > 0 ? 'that are left out, or whose beginning' : 'whose beginning'
  if (records > 0) err(`Left out: ${records} records of requests ${others} is not there.\n`)
  if (lost > 0) err(`The gateway itself has left out ${lost} records.\n`)
}
