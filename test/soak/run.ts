/** The soak: `npm run soak -- --help`. */
import { helpText, parseOptions, UsageError, type SoakOptions } from './options.ts'
import { runSoak } from './run-soak.ts'
import { judge } from './verdict/judge.ts'
import { progressHead, progressRow } from './verdict/progress.ts'
import { summary } from './verdict/summary.ts'

/** A line of progress for so many samples. */
const samplesPerRow = 10

try {
  const options = parseOptions(process.argv.slice(2))
  if (options === 'help') process.stdout.write(helpText)
  else await soak(options)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n\n${helpText}`)
  process.exitCode = 2
}

async function soak(options: SoakOptions): Promise<void> {
  process.stderr.write(`seed ${options.seed}\n${progressHead}`)
  let samples = 0
  const record = await runSoak(options, (tally, sample) => {
    samples += 1
    if (samples % samplesPerRow === 0) process.stderr.write(progressRow(tally, sample))
  })
  const faults = judge(record)
  const text =
    options.form === 'json'
      ? `${JSON.stringify({ verdict: faults.length === 0 ? 'ok' : 'faulty', faults, ...record }, null, 2)}\n`
      : summary(record, faults)
  process.stdout.write(text)
  process.exitCode = faults.length === 0 ? 0 : 1
}
