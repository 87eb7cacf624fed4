import type { Section } from './comparison.ts'

function linesOf(all: readonly Section[]): string {
  const width = Math.max(...all.map(({ name }) => name.length))
  return all.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n')
}

/** What `--help` prints. */
export const helpText = (
  all: readonly Section[],
  minutes: number,
): string => `npm run bench -- [section …] [options]

Measures and prints ratios within one run; time is never judged by absolute figures. A promise that is not kept is
said plainly, and is no failure of this command.

Sections (default: all, about ${minutes} minutes):
${linesOf(all)}

Options:
  --quick        one short round: shows that all runs, says little about speed
  --json         one JSON document on standard output in place of the tables
  --write        also writes docs/benchmarks.md and its charts; only for a full run of all sections
  --resume       with --write: leaves out the sections that an interrupted run has finished, if nothing has changed since
  --compare REV  the project's own contenders here against those of another revision; ends with 1 if one is slower,
                 with 2 if the comparison cannot be made
  -h, --help
`
