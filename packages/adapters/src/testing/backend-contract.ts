import type { Backend, MaybePromise, Millis } from '@cachechart/core'
import type { BackendAbility, BackendCheck } from './backend/backend-check.ts'
import { BackendStage } from './backend/backend-stage.ts'
import { ContractOrigin } from './contract-origin.ts'
import { failureChecks } from './backend/failure-checks.ts'
import { replyChecks } from './backend/reply-checks.ts'
import { requestChecks } from './backend/request-checks.ts'
import { streamingChecks } from './backend/streaming-checks.ts'
import { withPromise, type ContractCase } from './contract-error.ts'
import { Patience } from './patience.ts'

/** A backend that a contract has made, and may close. */
export type BackendOnTrial = Backend & { readonly close?: () => MaybePromise<void> }

/** What the contract must know of a backend. */
export interface BackendContractOptions {
  /** What its platform does not let it do. Default: nothing, it can do all. */
  readonly lacks?: readonly BackendAbility[]
  /** How long anything may take to come, in a case. Default 4 s: less than test runners give a case. */
  readonly patience?: Millis
}

const abilities: readonly BackendAbility[] = ['interim', 'trailers', 'spelling', 'lines', 'codes']

/**
 * What every `Backend` must do, as cases for any test runner: what it sends, what it hands out, how bodies stream, how
 * everything stops with its signal, and what is said of failures. Each case starts an origin of its own on this machine,
 * makes a backend for it, and closes both.
 * @example
 * const cases = backendContract(() => undiciBackend())
 * for (const { run } of cases) await run() // in a test runner: test(name, run)
 */
export function backendContract(
  makeBackend: (originUrl: string) => MaybePromise<BackendOnTrial>,
  { lacks = [], patience = 4_000 }: BackendContractOptions = {},
): readonly ContractCase[] {
  const has = new Set(abilities.filter((ability) => !lacks.includes(ability)))
  return [...replyChecks, ...requestChecks, ...streamingChecks, ...failureChecks]
    .filter(({ needs }) => needs === undefined || has.has(needs))
    .map((check) => ({ name: check.name, run: () => runCheck(check, makeBackend, { has, patience }) }))
}

async function runCheck(
  { name, check }: BackendCheck,
  makeBackend: (originUrl: string) => MaybePromise<BackendOnTrial>,
  { has, patience }: { readonly has: ReadonlySet<BackendAbility>; readonly patience: Millis },
): Promise<void> {
  const origin = await ContractOrigin.listen()
  try {
    const backend = await makeBackend(origin.url)
    try {
      await check(new BackendStage(backend, { origin, patience: new Patience(patience) }), has)
    } finally {
      await backend.close?.()
    }
  } catch (error) {
    throw withPromise(error, name)
  } finally {
    await origin.close()
  }
}
