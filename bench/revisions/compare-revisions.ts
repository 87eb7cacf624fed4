import type { BytesSample, BytesComparison } from '../bytes-comparison.ts'
import type { Comparison, Entrant, Section } from '../comparison.ts'
import { shortened, type Length } from '../estimate.ts'
import { alternatingOrder } from '../statistics/alternating-order.ts'
import { takeTurns } from '../take-turns.ts'
import type { Change } from './change.ts'
import { SideError, startSide, weighSide } from './side.ts'
import { tellBytesChange, tellTimeChange, type Matter } from './tell-change.ts'

/** Where the two trees are, and how long everyone runs. */
export interface Trees {
  readonly now: string
  readonly before: string
  readonly length: Length
}

/** Something that can be compared: a contender of the project's own. */
export interface Candidate {
  readonly comparison: Comparison | BytesComparison
  readonly contender: Entrant
}

/** The project's own contenders, except where latency is compared: its spread is too wide for a verdict. */
export const candidatesOf = (sections: readonly Section[]): Candidate[] =>
  sections
    .flatMap(({ comparisons }) => comparisons)
    .filter((comparison) => comparison.kind !== 'latency')
    .flatMap((comparison) =>
      comparison.contenders
        .filter(({ owner }) => owner === 'project')
        .map((contender) => ({ comparison, contender })),
    )

/**
 * Runs one contender out of both trees in alternation. What the other tree cannot run, or what cannot run here, is skipped.
 * @throws SideError when it is this tree that fails
 */
export async function compareRevisions({ comparison, contender }: Candidate, trees: Trees): Promise<Change> {
  const matter: Matter = { comparison: comparison.name, contender: contender.name }
  const missing = await contender.missing?.()
  if (missing !== undefined) return { kind: 'skipped', ...matter, reason: missing }
  try {
    return comparison.kind === 'bytes'
      ? await compareBytes(matter, trees)
      : await compareTime(matter, comparison, trees)
  } catch (error) {
    if (!(error instanceof SideError) || error.tree !== trees.before) throw error
    return { kind: 'skipped', ...matter, reason: `the other revision cannot run it: ${error.message}` }
  }
}

async function compareTime(
  matter: Matter,
  comparison: Comparison,
  { now, before, length }: Trees,
): Promise<Change> {
  const pace = shortened(comparison.pace, length)
  const contenders = [
    { name: 'before', start: () => startSide(before, matter) },
    { name: 'now', start: () => startSide(now, matter) },
  ]
  const samples = await takeTurns(
    { contenders, pace, measure: (process) => process.measure(pace.slice) },
    { rounds: length.rounds, onRound: () => {} },
  )
  return tellTimeChange(matter, { now: samples.get('now') ?? [], before: samples.get('before') ?? [] })
}

async function compareBytes(matter: Matter, { now, before, length }: Trees): Promise<Change> {
  const samples = new Map<string, BytesSample[]>([
    [before, []],
    [now, []],
  ])
  for (const tree of alternatingOrder([before, now], length.rounds).flat()) {
    samples.get(tree)?.push(await weighSide(tree, matter))
  }
  return tellBytesChange(matter, { now: samples.get(now) ?? [], before: samples.get(before) ?? [] })
}
