import { fileURLToPath } from 'node:url'
import type { Section } from '../comparison.ts'
import { estimate, type Length } from '../estimate.ts'
import { chooseLoad } from '../load/load.ts'
import { Progress } from '../progress.ts'
import { describeMachine } from '../report/machine-description.ts'
import type { Change, ChangeReport } from './change.ts'
import { changeLine } from './change-table.ts'
import { candidatesOf, compareRevisions, type Candidate } from './compare-revisions.ts'
import { prepareWorktree } from './worktree.ts'

const now = fileURLToPath(new URL('../../', import.meta.url))

/** More processes than a comparison within one tree has, as no two of the same code are equally fast; fewer slices of each. */
const lengths: { readonly [Name in ChangeReport['length']]: Length } = {
  full: { rounds: 6, share: 1, slices: 3 },
  quick: { rounds: 1, share: 0.1, slices: 2 },
}

/** The project's contenders of these sections, here and in another revision. @throws RevisionError, SideError */
export async function runComparison(
  sections: readonly Section[],
  { revision, length: name }: { readonly revision: string; readonly length: ChangeReport['length'] },
): Promise<ChangeReport> {
  // A signal has to remove the other tree, too, which `exit` does.
  for (const [signal, code] of signals) process.once(signal, () => process.exit(code))
  const length = lengths[name]
  const { name: load } = await chooseLoad()
  const worktree = await prepareWorktree(revision)
  const machine = describeMachine()
  try {
    const trees = { now, before: worktree.path, length }
    const changes: Change[] = []
    const candidates = candidatesOf(sections)
    const progress = new Progress(candidates.reduce((sum, one) => sum + expected(one, length), 0))
    for (const candidate of candidates) {
      progress.tell(`${candidate.comparison.name}: ${candidate.contender.name}`)
      const found = await compareRevisions(candidate, trees)
      const isJudged = name === 'full' || found.kind === 'skipped'
      const change: Change = isJudged ? found : { ...found, verdict: 'not judged' }
      changes.push(change)
      // Half an hour is long: whoever interrupts it has seen what was found until then.
      process.stderr.write(`  ${changeLine(change)}\n`)
      progress.advance(expected(candidate, length))
    }
    const { commit } = worktree
    return { machine, load, length: name, rounds: length.rounds, revision, commit, changes }
  } finally {
    worktree.remove()
  }
}

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const

/** One contender, out of two trees. */
const expected = ({ comparison }: Candidate, length: Length): number =>
  (2 * estimate(comparison, length)) / comparison.contenders.length
