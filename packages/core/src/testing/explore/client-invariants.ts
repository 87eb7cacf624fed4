import { operationField, type ExploredClient } from './explored-client.ts'
import type { ExploredSystem } from './explored-system.ts'
import { fieldOf, valuesOf } from './field-of.ts'
import { first } from './first.ts'

const hasEnded = ({ run }: ExploredClient): boolean => run?.transaction.state.final === true

/** Each client gets exactly one outcome. */
export const oneOutcome = (system: ExploredSystem): string | undefined =>
  first(system.clients, (client) => {
    const answers = system.books.accounts.get(client.run?.id ?? 0)?.answers ?? 0
    if (answers > 1) return `${client.name} was answered ${answers} times`
    const isOwed = hasEnded(client) && client.state === 'waiting'
    if (isOwed) return `${client.name}'s transaction has ended, and ${client.name} still waits`
    const { state, run, name } = client
    return state === 'served' && run?.state !== 'delivered'
      ? `${name} is served, and its transaction is ${String(run?.state)}`
      : undefined
  })

/** Stale is served only inside its window, and never against a veto; and an error is not shown that it may hide. */
export const staleInsideWindow = (system: ExploredSystem): string | undefined =>
  staleServed(system) ?? errorShown(system)

/** RFC 5861 §4 */
const errorShown = ({ clients, clock, books }: ExploredSystem): string | undefined =>
  first(clients, ({ name, response, state, run }) => {
    const stored = run?.transaction.stored ?? null
    const isError = response?.status === 503 || (state === 'failed' && response === undefined)
    if (!isError || stored === null || clock.fired > 0 || !books.isObliged(run?.id)) return undefined
    const age = (clock.now() - stored.responseTime) / 1_000 + stored.initialAge
    const isPermitted = !stored.mustNotBeStale && !stored.mustValidate && stored.part === null
    return isPermitted && age < stored.lifetime + (stored.staleIfError ?? 0)
      ? `${name} was told of an error that what is stored could hide`
      : undefined
  })

const staleServed = ({ clients }: ExploredSystem): string | undefined =>
  first(clients, ({ name, response }) => {
    if (response === undefined || !response.stale || response.outcome === 'revalidated') return undefined
    const { outcome, maskedError, fields, waited } = response
    // RFC 9111 §4: it came for those who were waiting, however short it lives.
    if (outcome === 'hit.fresh' && waited && fieldOf(fields, 'x-mark') !== '-') return undefined
    if (!outcome.startsWith('hit.')) return undefined
    const control = fieldOf(fields, 'cache-control')
    if (control.includes('must-revalidate')) return `${name} was served stale what must be validated`
    if (outcome === 'hit.masked') {
      if (!control.includes('stale-if-error'))
        return `${name} was served stale for an error, which nobody permits`
      return maskedError === undefined
        ? `${name} was served stale for an error that there was not`
        : undefined
    }
    return control.includes('stale-while-revalidate')
      ? undefined
      : `${name} was served stale, and no error is hidden`
  })

/** Header operations apply exactly once on every way out, and are never stored. */
export const operationsOnce = ({ clients, store }: ExploredSystem): string | undefined =>
  first(clients, ({ name, state, operations, response }) => {
    if (state !== 'served' && state !== 'reading' && state !== 'failed') return undefined
    if (operations !== 1) return `${name}'s header operation was applied ${operations} times`
    const seen = valuesOf(response?.fields ?? [], operationField.toLowerCase())
    if (seen.some((value) => value !== name)) return `${name} sees another's header operation`
    const twice = ['age', 'cache-status'].find((field) => valuesOf(response?.fields ?? [], field).length > 1)
    return twice === undefined ? undefined : `${name} was told ${twice} twice`
  }) ??
  first(store.content === undefined ? [] : [store.content], ({ response }) =>
    response.fields.includes(operationField) ? "a client's header operation was stored" : undefined,
  )

/** A part of what was stored at first, and the rest that came later, are one body. */
export const isOneBody = (text: string): boolean => /^-*([a-z])?\1*$/.test(text)

/** Every body of the explored origin has four bytes, all the same: the mark of its reply. A part may have two of them. */
export const wholeBodies = ({ clients }: ExploredSystem): string | undefined =>
  first(clients, ({ name, kind, state, text, response }) => {
    if (state !== 'served' || response === undefined) return undefined
    const { status } = response
    const lengths = kind === 'head' ? [0] : ({ 200: [4], 206: [2, 4] }[status] ?? [0])
    if (status === 206 && kind !== 'range') return `${name} wanted the whole, and was served a part`
    const announced = kind === 'head' ? '' : fieldOf(response.fields, 'content-length')
    if (announced !== '' && Number(announced) !== text.length)
      return `${name} was told ${announced} bytes, and served ${text.length}`
    return isOneBody(text) && lengths.includes(text.length)
      ? undefined
      : `${name} was served ${status} with the body "${text}"`
  })
