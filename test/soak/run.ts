/** The soak: `npm run soak -- --help`. */
import type { AdapterName } from './adapter.ts'
import { fleetSummary, judgeFleet, originShare } from './fleet/judge-fleet.ts'
import { runFleet } from './fleet/run-fleet.ts'
import { helpText, parseOptions, UsageError, type LoadOptions, type SoakOptions } from './options.ts'
import type { OnProgress } from './record-run.ts'
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
  else if (options.store === 'redis') await soakFleet(options)
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

async function soakFleet({ load, form }: SoakOptions): Promise<void> {
  process.stderr.write(`seed ${load.seed}\n`)
  const record = await runFleet(load, tellProgress('one of the gateways'))
  const faults = judgeFleet(record)
  const isFaulty = faults.length > 0
  const verdict = isFaulty ? 'faulty' : 'ok'
  if (form === 'table') process.stdout.write(fleetSummary(record, faults))
  else {
    const report = { verdict, faults, originShare: originShare(record), ...record }
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  }
  process.exitCode = isFaulty ? 1 : 0
}

async function soakOne(adapter: AdapterName, load: LoadOptions): Promise<Run> {
  const record = await runSoak(adapter, load, tellProgress(adapter))
  return { faults: judge(record), ...record }
}

function tellProgress(what: string): OnProgress {
  process.stderr.write(`${what}\n${progressHead}`)
  let samples = 0
  return (tally, sample) => {
    samples += 1
    if (samples % samplesPerRow === 0) process.stderr.write(progressRow(tally, sample))
  }
}
