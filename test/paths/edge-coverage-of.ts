import type { CoverageLevel } from '@cachechart/viz'
import { coverageLevels } from './coverage-levels.ts'
import type { GraphPath } from './graph-path.ts'
import { edgeName, flightTable, transactionTable } from './graph-paths.ts'

/** How many paths of each level take each step of a machine, as plain data, from the table outwards. */
export const edgeCoverageOf = (machine: GraphPath['machine']): CoverageLevel[] => {
  const table = machine === 'flight' ? flightTable : transactionTable
  const steps = [...table.states.values()].flatMap(({ name: from, on }) =>
    [...on.values()].map(({ event, target }) => ({ from, event, to: target.name })),
  )
  return coverageLevels
    .filter((level) => level.machine === machine)
    .map(({ name, walked }) => ({
      name,
      steps: steps.map((step) => ({ ...step, paths: walked.get(edgeName(step.from, step.event)) ?? 0 })),
    }))
}
