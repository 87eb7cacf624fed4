import { readFileSync } from 'node:fs'
import { results, type Result } from './classify.ts'

/** The two ways in which the suite is run. */
export const runs = ['gateway', 'fetch'] as const

export type Run = (typeof runs)[number]

/** What is to become of one test. */
export interface Expectation {
  readonly gateway: Result
  readonly fetch: Result
  /** The number of the decision that says why it cannot pass, or must not. */
  readonly adr?: string
  /** The reason, by its key, for the answer to a check. */
  readonly why?: string
  /** The reason, by its key, why the test says nothing of a gateway, or of a fetch. */
  readonly notForGateway?: string
  readonly notForFetch?: string
}

export interface Expectations {
  /** Sentences that several tests share, by key. */
  readonly reasons: Readonly<Record<string, string>>
  /** By the id of the test. */
  readonly tests: Readonly<Record<string, Expectation>>
}

/** Reads `expectations.json`, and throws where a result is none. */
export function readExpectations(): Expectations {
  const text = readFileSync(new URL('expectations.json', import.meta.url), 'utf8')
  const read = JSON.parse(text) as Expectations // its results are looked at here, all else in its test
  for (const [id, expectation] of Object.entries(read.tests)) {
    for (const run of runs) {
      if (!results.includes(expectation[run])) throw new Error(`${id}: "${expectation[run]}" is no result`)
    }
  }
  return read
}

/** The key of the reason why a test is not asked of this kind of cache; `undefined` where it is. */
export const exemptionOf = (expectation: Expectation, run: Run): string | undefined =>
  run === 'gateway' ? expectation.notForGateway : expectation.notForFetch
