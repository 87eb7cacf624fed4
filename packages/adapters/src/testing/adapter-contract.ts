import { MisuseError, type Millis } from '@cachechart/core'
import type { StartAdapter } from './adapter/adapter-front.ts'
import { withStage } from './adapter/adapter-stage.ts'
import { findDifference, type ErrorsAs } from './adapter/find-difference.ts'
import type { AdapterScenario } from './adapter/scenario.ts'
import { ContractError, withPromise, type ContractCase } from './contract-error.ts'
import { Patience } from './patience.ts'
import { adapterScenarios } from './scenarios/adapter-scenarios.ts'

/** What the contract must know of an adapter. */
export interface AdapterContractOptions {
  /**
   * How its clients are told of an error. `rejections` (default): whoever asks is a program, and is given the error.
   * `responses`: it is a client of HTTP, and gets a 500, 502, 503 or 504.
   */
  readonly errorsAs?: ErrorsAs
  /** The names of cases that are left out, and why: what the adapter does otherwise, and is right to. */
  readonly except?: Readonly<Record<string, string>>
  /** How long a case may take. Default 4 s: less than test runners give it. */
  readonly patience?: Millis
}

/**
 * What every adapter does for its clients, as cases for any test runner: hits, misses, HEAD, ranges, 304, 504 for
 * only-if-cached, stale windows, validation, collapsed requests, bodies that stream, clients that leave, unsafe methods,
 * purges. Each case starts an origin of its own on this machine and an adapter before it, whose clock stands still; in
 * the end nothing may be left in the cache, and all is closed.
 *
 * @throws MisuseError (`ERR_MISUSE`) when `except` names a case that there is not, or gives no reason
 * @example
 * const cases = adapterContract(({ url }, options) => {
 *   const fetch = cachedFetch(options)
 *   return {
 *     cache: fetch.cache,
 *     urlOf: (path) => url + path,
 *     open: (path, ask) => fetch(url + path, ask),
 *     close: () => undefined,
 *   }
 * })
 * for (const { run } of cases.slice(0, 5)) await run() // in a test runner: test(name, run)
 */
export function adapterContract(
  startAdapter: StartAdapter,
  { errorsAs = 'rejections', except = {}, patience = 4_000 }: AdapterContractOptions = {},
): readonly ContractCase[] {
  checkExceptions(except)
  return adapterScenarios
    .filter(({ title }) => except[title] === undefined)
    .map((scenario) => ({
      name: scenario.title,
      run: () => runScenario(scenario, startAdapter, { errorsAs, patience: new Patience(patience) }),
    }))
}

async function runScenario(
  { title, options = {}, expected, play }: AdapterScenario,
  startAdapter: StartAdapter,
  { errorsAs, patience }: { readonly errorsAs: ErrorsAs; readonly patience: Patience },
): Promise<void> {
  try {
    const seen = await withStage(startAdapter, { options, patience }, play)
    const difference = findDifference(expected, seen, { errorsAs })
    if (difference !== undefined)
      throw new ContractError(`${difference}; all that was seen: ${JSON.stringify(seen)}`)
  } catch (error) {
    throw withPromise(error, title)
  }
}

function checkExceptions(except: Readonly<Record<string, string>>): void {
  for (const [name, reason] of Object.entries(except)) {
    if (!adapterScenarios.some(({ title }) => title === name))
      throw new MisuseError(`adapterContract: there is no case "${name}" to be left out`)
    if (reason === '') throw new MisuseError(`adapterContract: say why "${name}" is left out`)
  }
}
