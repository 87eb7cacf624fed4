/** The soak: `npm run soak -- --help`. */
import type { AdapterName } from './adapter.ts'
import { helpText, parseOptions, UsageError, type LoadOptions, type SoakOptions } from './options.ts'
import { runSoak } from './run-soak.ts'
import { judge } from './verdict/judge.ts'
import { progressHead, progressRow } from './verdict/progress.ts'
import type { SoakRecord } from './verdict/soak-record.ts'
import { summary } from './verdict/summary.ts'

/** A line of progress for so many samples. */
const samplesPerRow = 10

/** One adapter's record, judged. */
interface Run extends SoakRecord {
  readonly faults: readonly string[]
}

try {
  const options = parseOptions(process.argv.slice(2))
  if (options === 'help') process.stdout.write(helpText)
  else await soak(options)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n\n${helpText}`)
  process.exitCode = 2
}

async function soak({ adapters, load, form }: SoakOptions): Promise<void> {
  process.stderr.write(`seed ${load.seed}\n`)
  const runs: Run[] = []
  for (const adapter of adapters) {
    const run = await soakOne(adapter, load)
    runs.push(run)
    if (form === 'table') process.stdout.write(summary(run, run.faults))
  }
  const isFaulty = runs.some(({ faults }) => faults.length > 0)
  if (form === 'json') {
    process.stdout.write(`${JSON.stringify({ verdict: isFaulty ? 'faulty' : 'ok', runs }, null, 2)}\n`)
  }
  process.exitCode = isFaulty ? 1 : 0
}

async function soakOne(adapter: AdapterName, load: LoadOptions): Promise<Run> {
  process.stderr.write(`${adapter}\n${progressHead}`)
  let samples = 0
  const record = await runSoak(adapter, load, (tally, sample) => {
    samples += 1
    if (samples % samplesPerRow === 0) process.stderr.write(progressRow(tally, sample))
  })
  return { faults: judge(record), ...record }
}
