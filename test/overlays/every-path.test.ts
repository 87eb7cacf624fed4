import { flightMachine, transactionMachine } from '@cachechart/core'
import { coverageOverlay, pathOverlay, toDiagram } from '@cachechart/viz'
import { describe, expect, test } from '@jest/globals'
import { edgeCoverageOf } from '../paths/edge-coverage-of.ts'
import { edgeCoveragePicture } from '../paths/edge-coverage-picture.ts'
import { furtherFlightPaths } from '../paths/further-paths.ts'
import type { GraphPath } from '../paths/graph-path.ts'
import { flightPaths, flightTable, transactionPaths, transactionTable } from '../paths/graph-paths.ts'

const machines = [
  { name: 'transaction', machine: transactionMachine, table: transactionTable, paths: transactionPaths },
  {
    name: 'flight',
    machine: flightMachine,
    table: flightTable,
    paths: [...flightPaths, ...furtherFlightPaths],
  },
] as const

const stepsOf = ({ events, states }: GraphPath) =>
  events.map((event, at) => ({ event, from: states[at] ?? '', to: states[at + 1] ?? '', at }))

describe.each(machines)('on the $name machine', ({ name, machine, table, paths }) => {
  const diagram = toDiagram(machine)
  const walks = paths.map((path) => ({ path, overlay: pathOverlay(diagram, { steps: stepsOf(path) }) }))

  test('every path of its graph marks each of its steps, in order, and nothing else', () => {
    expect(walks.length).toBeGreaterThan(100)
    for (const { path, overlay } of walks) {
      const notes = [...overlay.edges.values()].flatMap(({ note }) => note.split(', '))
      const numbers = notes
        .map((note) => Number.parseInt(note.slice(1), 10))
        .toSorted((one, other) => one - other)
      expect(numbers).toEqual(path.events.map((_, index) => index + 1))
      const leaves = [...overlay.states.keys()].filter((state) => table.states.has(state))
      expect(new Set(leaves)).toEqual(new Set(path.states))
    }
  })

  test('every path marks edges of the events that it is made of', () => {
    const eventOf = new Map(
      diagram.edges.map(({ id, trigger }) => [id, trigger.type === 'event' ? trigger.event : '']),
    )
    for (const { path, overlay } of walks)
      expect(new Set([...overlay.edges.keys()].map((id) => eventOf.get(id)))).toEqual(new Set(path.events))
  })

  test('there is no edge that no path can mark', () => {
    const marked = new Set(walks.flatMap(({ overlay }) => [...overlay.edges.keys()]))
    expect([...marked].toSorted()).toEqual(diagram.edges.map(({ id }) => id).toSorted())
  })

  test('the picture of its coverage marks every edge and state, and none as walked by no test', () => {
    const { overlay } = edgeCoveragePicture(name)
    expect([...overlay.edges.keys()]).toEqual(diagram.edges.map(({ id }) => id))
    expect([...overlay.states.keys()]).toEqual(diagram.states.map(({ id }) => id))
    const tones = [...overlay.edges.values(), ...overlay.states.values()].map(({ tone }) => tone)
    expect(tones).not.toContain('uncovered')
  })

  test('the picture of its coverage shows an edge that a level has lost', () => {
    const levels = edgeCoverageOf(name)
    for (const lost of table.initial.on.keys()) {
      const without = levels.map((level) =>
        level.name === 'actor'
          ? {
              ...level,
              steps: level.steps.map((step) => (step.event === lost ? { ...step, paths: 0 } : step)),
            }
          : level,
      )
      const { edges } = coverageOverlay(diagram, without)
      const tones = diagram.edges
        .filter(({ trigger }) => trigger.type === 'event' && trigger.event === lost)
        .map(({ id }) => edges.get(id)?.tone)
      expect(new Set(tones)).toEqual(new Set(['partly']))
    }
  })
})
