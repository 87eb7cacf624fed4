import type { Stuck } from '@cachechart/core'
import { printable } from './printable.ts'

/** One line about a transaction that waits for too long: where, for how long, for what, and how it came there. */
export function stuckLine({ reason, after, transaction }: Stuck): string {
  const { id, method, key, state, waitsFor, owedBy, step, history } = transaction
  const doing = step === undefined ? '' : `, which is at "${step}"`
  const path = history.map(({ event }) => event).join(' ')
  const what = reason === 'deadline' ? 'missed its deadline' : 'is stuck'
  return `${printable(`transaction ${id} ${what}: ${method} ${key} in ${state} for ${after / 1000} s, waits for ${waitsFor} of ${owedBy}${doing} (${path})`)}\n`
}
