import { open, realpath, stat } from 'node:fs/promises'
import { CommandFailedError } from '../command-failed-error.ts'
import { recordingFailure } from './recording-failure.ts'

/** The first line has the policy, and little more. */
const longestStart = 64 * 1024

/** A file, and when it begins. What is not known of it, whoever reads it says why. */
interface Beginning {
  readonly file: string
  readonly run: string
  readonly at: number
  /** `trace.2.jsonl` is older than `trace.1.jsonl`: 2. */
  readonly age: number
}

/**
 * Recordings in the order in which they begin, all of a cache together, standard input last; no file twice. Rejects with a
 * `CommandFailedError` where one cannot be read.
 */
export async function inOrder(files: readonly string[]): Promise<readonly string[]> {
  const named = files.filter((file) => file !== '-')
  if (files.length - named.length > 1) throw new CommandFailedError('Standard input (-) can be read once.')
  const known = new Map<string, Beginning>()
  for (const file of named) {
    const beginning = await beginningOf(file)
    const place = await realpath(file)
    if (!known.has(place)) known.set(place, beginning)
  }
  const runs = Map.groupBy([...known.values()].toSorted(older), ({ run }) => run)
  const sorted = [...runs.values()].flat().map(({ file }) => file)
  return [...sorted, ...files.filter((file) => file === '-')]
}

const older = (one: Beginning, other: Beginning): number =>
  one.at === other.at ? other.age - one.age : one.at - other.at

async function beginningOf(file: string): Promise<Beginning> {
  const age = Number(/\.(\d+)(?:\.[^.]*)?$/.exec(file)?.[1] ?? 0)
  try {
    // What is no file (a pipe) gives its bytes once.
    const first = (await stat(file)).isFile() ? await firstLine(file) : ''
    return { file, age, ...startOf(first) }
  } catch (error) {
    throw recordingFailure(file, error)
  }
}

async function firstLine(file: string): Promise<string> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestStart), 0, longestStart, 0)
    return buffer.toString('utf8', 0, bytesRead).split('\n', 1)[0] ?? ''
  } finally {
    await handle.close()
  }
}

function startOf(line: string): Pick<Beginning, 'run' | 'at'> {
  try {
    const record: unknown = JSON.parse(line)
    const isStart = typeof record === 'object' && record !== null && 'at' in record && 'run' in record
    if (isStart && typeof record.at === 'number' && typeof record.run === 'string')
      return { run: record.run, at: record.at }
  } catch {
    // It is read, and told of, in its turn.
  }
  return { run: '', at: Infinity }
}
