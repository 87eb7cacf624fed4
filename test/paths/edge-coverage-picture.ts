import { flightMachine, transactionMachine } from '@cachechart/core'
import { coverageOverlay, toDiagram, type Diagram, type Overlay } from '@cachechart/viz'
import { edgeCoverageOf } from './edge-coverage-of.ts'
import type { GraphPath } from './graph-path.ts'

/** A machine, and on it which level of tests walks which edge: for any renderer. */
export const edgeCoveragePicture = (
  machine: GraphPath['machine'],
): { readonly diagram: Diagram; readonly overlay: Overlay } => {
  const diagram = toDiagram(machine === 'flight' ? flightMachine : transactionMachine)
  return { diagram, overlay: coverageOverlay(diagram, edgeCoverageOf(machine)) }
}
