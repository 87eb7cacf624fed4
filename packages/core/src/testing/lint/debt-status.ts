import type { Debt } from './debt.ts'

/** Where a debt stands at some point of a path. */
export type DebtStatus = 'none' | 'owed' | 'handedOn' | 'discharged' | 'void'

/** What a word makes of a debt, and the rule that it breaks, if it breaks one. */
export interface Turn {
  readonly word: string
  readonly before: DebtStatus
  readonly status: DebtStatus
  readonly broken?: 'undischarged' | 'unowed' | 'retaken'
}

/** Whether somebody still has to discharge it. */
export const isOwed = (status: DebtStatus): boolean => status === 'owed' || status === 'handedOn'

/** Whether the debt is one of this machine. */
export const isDebtOf = ({ machine }: Debt, kind: string): boolean =>
  machine === undefined || machine === kind

/** Where it stands before anything was ordered. */
export const firstStatus = ({ since }: Debt): DebtStatus => (since === 'start' ? 'owed' : 'none')

/** What each of the words makes of the debt, one after the other. */
export const turnsOf = (debt: Debt, before: DebtStatus, words: readonly string[]): readonly Turn[] => {
  let status = before
  return words.map((word) => {
    const turn = { word, before: status, ...turnOf(debt, status, word) }
    status = turn.status
    return turn
  })
}

/** Where the debt stands after the words. */
export const statusAfter = (debt: Debt, before: DebtStatus, words: readonly string[]): DebtStatus =>
  turnsOf(debt, before, words).at(-1)?.status ?? before

type Change = Pick<Turn, 'status' | 'broken'>

const turnOf = (debt: Debt, status: DebtStatus, word: string): Change => {
  const { taken, handedOn, discharged, creditor } = debt
  if (taken.includes(word)) return take(debt, status)
  if (handedOn?.by.includes(word) === true)
    return status === 'owed' ? { status: 'handedOn' } : { status: 'handedOn', broken: 'unowed' }
  if (discharged.includes(word) || handedOn?.discharged.includes(word) === true)
    return discharge(debt, status, word)
  const isNobodys = creditor?.leaves.includes(word) === true || creditor?.absent.includes(word) === true
  return { status: isNobodys && isOwed(status) ? 'void' : status }
}

const take = ({ times }: Debt, status: DebtStatus): Change => {
  if (times === 'crowd') return { status: 'owed' }
  if (isOwed(status)) return { status: 'owed', broken: 'undischarged' }
  if (times === 'once' && status !== 'none') return { status: 'owed', broken: 'retaken' }
  return { status: 'owed' }
}

const discharge = ({ times, discharged, handedOn }: Debt, status: DebtStatus, word: string): Change => {
  const words = status === 'handedOn' ? handedOn?.discharged : discharged
  const settled = times === 'crowd' ? 'none' : 'discharged'
  if (isOwed(status) && words?.includes(word) === true) return { status: settled }
  return { status: settled, broken: 'unowed' }
}
