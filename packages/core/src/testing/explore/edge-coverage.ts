import type { CompiledMachine } from '../../engine/compiled-machine.ts'
import { machinesOf, type MachineOptions } from '../../engine/machines.ts'
import type { FlightTransition, Transition } from '../../engine/trace.ts'

/** Which edges of a machine were walked. */
export interface MachineCoverage {
  readonly machine: 'transaction' | 'flight'
  readonly edges: number
  /** Those that were not, as `state on event`. */
  readonly missing: readonly string[]
}

/** The same for both machines. */
export type CoverageReport = readonly MachineCoverage[]

/** Counts which edges of the machines were walked. */
export class EdgeCoverage {
  readonly #tables: Readonly<Record<MachineCoverage['machine'], CompiledMachine>>
  readonly #walked = { transaction: new Set<string>(), flight: new Set<string>() }

  constructor(machines: MachineOptions) {
    const { transaction, flight } = machinesOf(machines)
    this.#tables = { transaction, flight }
  }

  note(steps: readonly (Transition | FlightTransition)[]): void {
    for (const step of steps)
      this.#walked['leader' in step ? 'flight' : 'transaction'].add(`${step.from} on ${step.event}`)
  }

  report(): CoverageReport {
    return (['transaction', 'flight'] as const).map((machine) => {
      const edges = [...this.#tables[machine].states.values()].flatMap(({ name, on }) =>
        [...on.keys()].map((event) => `${name} on ${event}`),
      )
      const missing = edges.filter((edge) => !this.#walked[machine].has(edge))
      return { machine, edges: edges.length, missing }
    })
  }
}
