import type { CacheRecord } from '@cachechart/core'
import { createReplayer, RecordingError, toTest, type ReplayResult } from '@cachechart/core/recording'
import { CommandFailedError } from '../command-failed-error.ts'
import { loadMachines } from '../load-machines.ts'
import { plainJson } from '../plain-json.ts'
import { printable } from '../printable.ts'
import { readAll } from '../recordings/reading.ts'
import { isRecordOf, type TransactionName } from '../recordings/transaction-name.ts'
import type { Terminal } from '../terminal.ts'
import { writeResult } from '../write-result.ts'
import { LineNumbers } from './line-numbers.ts'
import type { ReplayCommandOptions } from './replay-command.ts'
import { differenceText, replayText } from './replay-text.ts'

/** Replays recordings, or makes a test of them. Rejects with a `CommandFailedError`, and with one for a difference. */
export async function replayFiles(
  files: readonly string[],
  { machine, json, testOut, id }: ReplayCommandOptions,
  terminal: Terminal,
): Promise<void> {
  if (testOut !== undefined && id !== undefined)
    return writeTest(await recordsOf(files, id, terminal), { testOut, id }, terminal)
  const machines = machine === undefined ? {} : { machines: (await loadMachines(machine)).machines }
  const replayer = createReplayer(machines)
  const lines = new LineNumbers()
  const startedAt = performance.now()
  await readAll(files, (located) => replayer.take(located.record, lines.add(located)), terminal)
  const result = replayer.end()
  const seconds = (performance.now() - startedAt) / 1_000
  print(result, { lines, seconds, json }, terminal)
  if (result.difference !== null)
    throw new CommandFailedError(`The replay goes another way${machineNote(machine)}.`)
}

const machineNote = (machine: string | undefined): string =>
  machine === undefined ? '' : ` by the machines of ${printable(machine)}`

function print(
  result: ReplayResult,
  {
    lines,
    seconds,
    json,
  }: { readonly lines: LineNumbers; readonly seconds: number; readonly json: true | undefined },
  terminal: Terminal,
): void {
  const { difference } = result
  const place = difference === null ? null : lines.placeOf(difference.line)
  if (json === true) {
    const located = difference && { ...difference, ...place }
    terminal.out(`${plainJson(JSON.stringify({ ...result, difference: located, seconds }, null, 2))}\n`)
  } else {
    terminal.out(replayText(result, seconds))
    if (difference !== null) terminal.out(differenceText(difference, place))
  }
}

async function recordsOf(
  files: readonly string[],
  { id }: TransactionName,
  terminal: Terminal,
): Promise<readonly CacheRecord[]> {
  const own: CacheRecord[] = []
  await readAll(files, ({ record }) => isRecordOf(record, id) && own.push(record), terminal)
  return own
}

async function writeTest(
  records: readonly CacheRecord[],
  { testOut, id }: { readonly testOut: string; readonly id: TransactionName },
  terminal: Terminal,
): Promise<void> {
  let content: string
  try {
    content = toTest(records, id)
  } catch (cause) {
    if (!(cause instanceof RecordingError)) throw cause
    throw new CommandFailedError(`There can be no test: ${printable(cause.message)}.`, { cause })
  }
  await writeResult({ what: `a test of transaction ${id.id}`, content, mode: 0o600 }, testOut, terminal)
}
