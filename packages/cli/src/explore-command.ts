import { explore, walkAtRandom } from '@cachechart/core/testing/machines'
import { Command, Option } from 'commander'
import { CommandFailedError } from './command-failed-error.ts'
import { exploreText } from './explore-text.ts'
import { loadMachines, type LoadedMachines } from './load-machines.ts'
import { ProgressLine } from './progress-line.ts'
import type { Terminal } from './terminal.ts'
import { wholeNumber } from './whole-number.ts'

interface ExploreCommandOptions {
  readonly clients: number
  readonly walks?: number
  readonly seed?: number
  readonly machine?: string
  readonly json?: true
}

/** From so many clients on there is too much to try everything. */
const mostExplored = 3
const mostClients = 10

const examples = `
Examples:
  cachechart explore                              two clients: some ten seconds
  cachechart explore --clients 3                  three: about a minute
  cachechart explore --clients 8 --walks 20000    a crowd, at random
  cachechart explore --machine ./mine.ts          does my variant of the machines keep the promises?
  cachechart explore --json | jq .states`

/** `cachechart explore`: the cache, or a variant of its machines, in all that can happen to it. */
export function exploreCommand(terminal: Terminal): Command {
  return new Command('explore')
    .summary('check the machines in all that can happen to them')
    .description(
      'Runs the cache itself through all that can happen to some clients who want the same page: a store, an origin, ' +
        'deadlines, departures and purges, in every order. In every state that can be reached the invariants are ' +
        'checked. Ends with 1 where one does not hold, and prints a shortest way to that; also where there is nothing to explore.',
    )
    .addOption(
      new Option(
        '--clients <number>',
        `how many clients; all is tried up to ${mostExplored}, more walk at random`,
      )
        .default(2)
        .argParser(wholeNumber(1, mostClients)),
    )
    .addOption(
      new Option('--walks <number>', 'so many random walks, instead of trying everything').argParser(
        wholeNumber(1, 1e9),
      ),
    )
    .addOption(
      new Option('--seed <number>', 'which random walks; without it those of seed 1').argParser(
        wholeNumber(0, 2 ** 32 - 1),
      ),
    )
    .option(
      '--machine <file>',
      'a module that exports transactionMachine, flightMachine or both: variants, checked in place of the own ones',
    )
    .option('--json', 'print all that was found as JSON')
    .addHelpText('after', examples)
    .action((options: ExploreCommandOptions) => runExplore(options, terminal))
}

async function runExplore(options: ExploreCommandOptions, terminal: Terminal): Promise<void> {
  const loaded = options.machine === undefined ? undefined : await loadMachines(options.machine)
  const progress = new ProgressLine(terminal)
  const startedAt = performance.now()
  const report = await find(options, { loaded, progress })
  progress.clear()
  const seconds = (performance.now() - startedAt) / 1_000
  const findings = loaded?.findings ?? []
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ ...report, seconds, findings }, null, 2)}\n`
      : exploreText(report, { seconds, findings }),
  )
  if (report.story !== undefined) throw new CommandFailedError(`"${report.story.invariant}" does not hold.`)
  const wrong = findings.filter(({ severity }) => severity === 'error').length
  if (wrong > 0)
    throw new CommandFailedError(`The machines have ${wrong} ${wrong === 1 ? 'defect' : 'defects'}.`)
}

function find(
  { clients, walks, seed }: ExploreCommandOptions,
  { loaded, progress }: { readonly loaded: LoadedMachines | undefined; readonly progress: ProgressLine },
) {
  const machines = loaded?.machines ?? {}
  if (
    walks === undefined &&
    seed === undefined &&
    (clients === 1 || clients === 2 || clients === mostExplored)
  ) {
    return explore({
      clients,
      machines,
      onProgress: ({ world, number, worlds, states, open }) =>
        progress.show(`${world} (${number} of ${worlds}): ${states} states, ${open} to try`),
    })
  }
  return walkAtRandom({
    clients,
    machines,
    ...(seed === undefined ? {} : { seed }),
    ...(walks === undefined ? {} : { walks }),
    onProgress: (done) => progress.show(`${done.walks} walks, ${done.steps} steps`),
  })
}
