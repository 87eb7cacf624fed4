/** The benchmarks: `npm run bench -- --help`. */
import { writeFileSync } from 'node:fs'
import { chooseLoad } from './load/load.ts'
import { helpText, parseOptions, UsageError, type Options } from './options.ts'
import { describeMachine } from './report/machine-description.ts'
import { markdownReport } from './report/markdown-report.ts'
import type { Report } from './report/report.ts'
import { tableReport } from './report/table-report.ts'
import { runSections } from './run-sections.ts'
import { sections } from './sections/sections.ts'

try {
  const options = parseOptions(process.argv.slice(2), sections)
  if (options === 'help') process.stdout.write(helpText(sections))
  else await run(options)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n\n${helpText(sections)}`)
  process.exitCode = 2
}

async function run(options: Options): Promise<void> {
  const machine = describeMachine()
  const { name: load } = await chooseLoad()
  const results = await runSections(options)
  const report: Report = { machine, load, length: options.length, ...results }
  process.stdout.write(options.form === 'json' ? `${JSON.stringify(report, null, 2)}\n` : tableReport(report))
  if (options.destination === 'document') {
    writeFileSync(new URL('../docs/benchmarks.md', import.meta.url), markdownReport(report))
  }
}
