import { compareBytes } from './compare-bytes.ts'
import { compareLatency } from './compare-latency.ts'
import { compare } from './compare.ts'
import type { AnyComparison, Section } from './comparison.ts'
import { estimate, shortened, type Length } from './estimate.ts'
import type { Options } from './options.ts'
import { Progress } from './progress.ts'
import type { SectionResult } from './report/report.ts'
import type { ComparisonResult } from './result.ts'
import type { CollectOptions } from './take-turns.ts'

/** How often everything starts anew, and for what share of its time it runs. */
export const lengths: { readonly [Name in Options['length']]: Length } = {
  full: { rounds: 3, share: 1, slices: Number.POSITIVE_INFINITY },
  quick: { rounds: 1, share: 0.1, slices: 2 },
}

/** What is known of sections already, and who is told of each that has been run. */
export interface Memory {
  recall(section: string): SectionResult | undefined
  remember(result: SectionResult): void
}

/** Runs the sections one after the other, except those that are remembered; says on standard error how far it is. */
export async function runSections(
  { sections, length: name }: Pick<Options, 'sections' | 'length'>,
  memory: Memory,
): Promise<SectionResult[]> {
  const length = lengths[name]
  const known = sections.map((section) => memory.recall(section.name))
  const progress = new Progress(
    expectedMillis(
      sections.filter((_, index) => known[index] === undefined),
      length,
    ),
  )
  const results: SectionResult[] = []
  for (const [index, section] of sections.entries()) {
    const result = known[index] ?? (await runSection(section, length, progress))
    if (known[index] === undefined) memory.remember(result)
    results.push(result)
  }
  return results
}

const expectedMillis = (sections: readonly Section[], length: Length): number =>
  sections
    .flatMap(({ comparisons }) => comparisons)
    .reduce((sum, comparison) => sum + estimate(comparison, length), 0)

/** About how long sections take. */
export const expectedMinutes = (sections: readonly Section[], length: Options['length']): number =>
  Math.ceil(expectedMillis(sections, lengths[length]) / 60_000)

async function runSection(
  { name, about, comparisons }: Section,
  length: Length,
  progress: Progress,
): Promise<SectionResult> {
  const results: ComparisonResult[] = []
  for (const comparison of comparisons) {
    const onRound = (round: number): void => {
      progress.tell(`${comparison.name}, round ${round + 1} of ${length.rounds}`)
    }
    results.push(await runComparison(comparison, length, { rounds: length.rounds, onRound }))
    progress.advance(estimate(comparison, length))
  }
  return { name, about, comparisons: results }
}

function runComparison(
  comparison: AnyComparison,
  length: Length,
  options: CollectOptions,
): Promise<ComparisonResult> {
  switch (comparison.kind) {
    case 'bytes':
      return compareBytes(comparison, { ...options, share: length.share })
    case 'latency':
      return compareLatency({ ...comparison, pace: shortened(comparison.pace, length) }, options)
    default:
      return compare({ ...comparison, pace: shortened(comparison.pace, length) }, options)
  }
}
