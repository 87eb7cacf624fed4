import { operationField, type ExploredClient } from './explored-client.ts'
import type { ExploredSystem } from './explored-system.ts'
import { first } from './first.ts'

const hasEnded = ({ run }: ExploredClient): boolean => run?.transaction.state.final === true

/** Each client gets exactly one outcome. */
export const oneOutcome = (system: ExploredSystem): string | undefined =>
  first(system.clients, (client) => {
    const answers = system.books.accounts.get(client.run?.id ?? 0)?.answers ?? 0
    if (answers > 1) return `${client.name} was answered ${answers} times`
    const isOwed = hasEnded(client) && client.state === 'waiting'
    return isOwed ? `${client.name}'s transaction has ended, and ${client.name} still waits` : undefined
  })

/** Stale is served only inside its window, and never against a veto. */
export const staleInsideWindow = ({ clients }: ExploredSystem): string | undefined =>
  first(clients, ({ name, response }) => {
    if (response === undefined || !response.stale || response.outcome === 'revalidated') return undefined
    const { outcome, maskedError, fields, waited } = response
    // RFC 9111 §4: it came for those who were waiting, however short it lives.
    if (outcome === 'hit.fresh' && waited) return undefined
    if (!outcome.startsWith('hit.')) return undefined
    const control = fields[fields.indexOf('Cache-Control') + 1] ?? ''
    if (control.includes('must-revalidate')) return `${name} was served stale what must be validated`
    if (outcome === 'hit.masked')
      return maskedError === undefined
        ? `${name} was served stale for an error that there was not`
        : undefined
    return control.includes('stale-while-revalidate')
      ? undefined
      : `${name} was served stale, and no error is hidden`
  })

/** Header operations apply exactly once on every way out, and are never stored. */
export const operationsOnce = ({ clients, store }: ExploredSystem): string | undefined =>
  first(clients, ({ name, state, operations }) => {
    if (state !== 'served' && state !== 'reading' && state !== 'failed') return undefined
    return operations === 1 ? undefined : `${name}'s header operation was applied ${operations} times`
  }) ??
  first(store.content === undefined ? [] : [store.content], ({ response }) =>
    response.fields.includes(operationField) ? "a client's header operation was stored" : undefined,
  )

/** Every body of the explored origin has four bytes, all the same: the mark of its reply. A part may have two of them. */
export const wholeBodies = ({ clients }: ExploredSystem): string | undefined =>
  first(clients, ({ name, kind, state, text, response }) => {
    if (state !== 'served' || response === undefined) return undefined
    const { status } = response
    const lengths = kind === 'head' ? [0] : ({ 200: [4], 206: [2, 4] }[status] ?? [0])
    // A part of what was stored at first, and the rest that came later, are one body.
    const isOne = new Set(text.replaceAll('-', '')).size <= 1
    return isOne && lengths.includes(text.length)
      ? undefined
      : `${name} was served ${status} with the body "${text}"`
  })
