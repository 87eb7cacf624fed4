import { compositionMutants } from './composition-mutants.ts'
import { flightMutants } from './flight-mutants.ts'
import { leaseMutants } from './lease-mutants.ts'
import type { Mutant } from './mutant.ts'
import { policyMutants } from './policy-mutants.ts'
import { transactionMutants } from './transaction-mutants.ts'

/** Every defect that the exploration is tried with, by what it is a defect of. */
export const mutants: readonly { readonly of: string; readonly mutants: readonly Mutant[] }[] = [
  { of: 'the transaction machine', mutants: transactionMutants },
  { of: 'the flight machine', mutants: flightMutants },
  { of: 'leases, and of lookups that fail', mutants: leaseMutants },
  { of: 'what carries out their orders', mutants: compositionMutants },
  { of: 'what is decided', mutants: policyMutants },
]
