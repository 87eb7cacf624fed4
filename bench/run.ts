/** The benchmarks: `npm run bench -- --help`. */
import { chooseLoad } from './load/load.ts'
import { helpText } from './help-text.ts'
import { parseOptions, UsageError, type Options } from './options.ts'
import { describeMachine } from './report/machine-description.ts'
import type { Report } from './report/report.ts'
import { tableReport } from './report/table-report.ts'
import { writeDocument } from './report/write-document.ts'
import { changeTable, isSlower } from './revisions/change-table.ts'
import { runComparison } from './revisions/run-comparison.ts'
import { RevisionError } from './revisions/worktree.ts'
import { expectedMinutes, lengths, runSections } from './run-sections.ts'
import { noMemory, savedSections } from './saved-sections.ts'
import { sections } from './sections/sections.ts'

const help = (): string => helpText(sections, expectedMinutes(sections, 'full'))

try {
  const options = parseOptions(process.argv.slice(2), sections)
  if (options === 'help') process.stdout.write(help())
  else if (options.revision === undefined) await run(options)
  else await compareWith(options.revision, options)
} catch (error) {
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n\n${help()}`)
  else if (error instanceof RevisionError) process.stderr.write(`${error.message}\n`)
  else console.error(error)
  process.exitCode = 2
}

async function compareWith(revision: string, { sections: chosen, length, form }: Options): Promise<void> {
  const report = await runComparison(chosen, { revision, length })
  process.stdout.write(form === 'json' ? `${JSON.stringify(report, null, 2)}\n` : changeTable(report))
  process.exitCode = isSlower(report) ? 1 : 0
}

async function run(options: Options): Promise<void> {
  const { length, destination, begin, form } = options
  const machine = describeMachine()
  const { name: load } = await chooseLoad()
  const memory = destination === 'document' ? savedSections(begin) : noMemory
  const results = await runSections(options, memory)
  const report: Report = { machine, load, length, rounds: lengths[length].rounds, sections: results }
  process.stdout.write(form === 'json' ? `${JSON.stringify(report, null, 2)}\n` : tableReport(report))
  if (destination === 'document') writeDocument(report, new URL('../docs/', import.meta.url))
}
