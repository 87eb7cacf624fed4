import type { Comparison, Section } from './comparison.ts'
import { compare, type ComparisonResult } from './compare.ts'
import type { Options } from './options.ts'
import type { SectionResult } from './report/report.ts'

/** How often everything starts anew, and for what share of its time it runs. */
interface Length {
  readonly rounds: number
  readonly share: number
}

const lengths: { readonly [Name in Options['length']]: Length } = {
  full: { rounds: 3, share: 1 },
  quick: { rounds: 1, share: 0.1 },
}

/** What a run found, and in how many rounds. */
export interface Results {
  readonly rounds: number
  readonly sections: readonly SectionResult[]
}

/** Runs the sections one after the other; says on standard error how far it is. */
export async function runSections({ sections, length }: Options): Promise<Results> {
  const results: SectionResult[] = []
  for (const section of sections) results.push(await runSection(section, lengths[length]))
  return { rounds: lengths[length].rounds, sections: results }
}

async function runSection({ name, comparisons }: Section, length: Length): Promise<SectionResult> {
  const results: ComparisonResult[] = []
  for (const comparison of comparisons) results.push(await runComparison(comparison, length))
  return { name, comparisons: results }
}

function runComparison(comparison: Comparison, { rounds, share }: Length): Promise<ComparisonResult> {
  const { name, pace } = comparison
  const shortened = { ...pace, warmUp: pace.warmUp * share, slice: pace.slice * share }
  const onRound = (round: number): void => {
    process.stderr.write(`${name}, round ${round + 1} of ${rounds}\n`)
  }
  return compare({ ...comparison, pace: shortened }, { rounds, onRound })
}
