import type { CompiledMachine } from '../../engine/compiled-machine.ts'
import { flightTable } from '../../engine/flight-table.ts'
import { transactionTable } from '../../engine/transaction-table.ts'
import { isDebtOf } from '../lint/debt-status.ts'
import type { Debt } from '../lint/debt.ts'
import { standardDebts } from '../lint/standard-debts.ts'

/** A machine whose steps were recorded, and what it takes and has to give back. */
export interface RecordedMachine {
  readonly table: CompiledMachine
  readonly debts: readonly Debt[]
}

const recordedMachine = (table: CompiledMachine): RecordedMachine => ({
  table,
  debts: standardDebts.filter((debt) => isDebtOf(debt, table.id)),
})

/** The machines of a cache. */
export const cacheMachines = (
  tables: { readonly transaction?: CompiledMachine; readonly flight?: CompiledMachine } = {},
): { readonly transaction: RecordedMachine; readonly flight: RecordedMachine } => ({
  transaction: recordedMachine(tables.transaction ?? transactionTable),
  flight: recordedMachine(tables.flight ?? flightTable),
})
