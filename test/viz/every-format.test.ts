/**
 * Machines of the structure of XState's own examples, and the cache's own two, in every format: nothing is lost. What is
 * there is counted by `@xstate/graph`; what is read back is read by Mermaid, Graphviz, a strict parser of XML and XState.
 */
import { describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import {
  labelOf,
  toDiagram,
  toDot,
  toJson,
  toMermaid,
  svgToPng,
  toSvg,
  toText,
  type DiagramEdge,
} from '@cachechart/viz'
import { createMachine, type AnyStateMachine } from 'xstate'
import {
  factsOfDiagram,
  factsOfGraph,
  factsOfMachine,
  historyDefaults,
  withoutEventless,
} from './machine-facts.ts'
import { everyMachine } from './machines/every-machine.ts'
import { readDot } from './read-dot.ts'
import { readJson } from './read-json.ts'
import { readMermaid } from './read-mermaid.ts'
import { withoutBlanks } from '../pictures/read-picture.ts'
import { readSvg } from './read-svg.ts'
import { readText } from './read-text.ts'
import type { Reading } from './reading.ts'

const machines: readonly AnyStateMachine[] = [...everyMachine, transactionMachine, flightMachine]
const foldings = ['folded', 'unfolded'] as const

const sorted = ({ states, labels }: Reading): Reading => ({
  states: states.toSorted(),
  labels: labels.toSorted(),
})

/** Beside a name: its path, by colour and sign. */
const withoutSign = (reading: Reading): Reading => ({
  ...reading,
  labels: reading.labels.map((label) => label.replace(/^[^\p{L}\p{N}*]+ /u, '')),
})

/** A line of its own says all of a transition. */
function wholeLine(edge: DiagramEdge): string {
  const again = edge.reenter ? ' (reenters)' : ''
  const description = edge.description === '' ? '' : ` ${edge.description}`
  return `${labelOf(edge, { actions: 'shown' })}${again}${description}`.replace(/ \(reenters\)$/, '')
}

describe.each(machines)('the $id machine', (machine) => {
  const diagram = toDiagram(machine)
  const states = diagram.states.map(({ name }) => name)
  const labels = diagram.edges.map((edge) => labelOf(edge))
  // Machines of the cache have a legend of their paths.
  const legend = diagram.edges.some(({ path }) => path !== null) ? ['Legend'] : []

  test("has the states and transitions in its diagram that @xstate/graph reports, and XState's own nodes have", () => {
    const facts = factsOfDiagram(diagram, machine)
    expect(facts).toEqual(factsOfMachine(machine))
    expect(withoutEventless(facts)).toEqual(factsOfGraph(machine))
    expect(states).toHaveLength(factsOfGraph(machine).states.length - 1)
    expect(labels).toHaveLength(facts.ways.length + historyDefaults(diagram).length)
  })

  test.each(foldings)('is read by Mermaid as it is, %s', async (edges) => {
    // A machine that is several regions stands around them as a frame.
    const frame = diagram.root.kind === 'parallel' ? [machine.id] : []
    const reading = withoutSign(await readMermaid(toMermaid(diagram, { edges })))
    expect(sorted(reading)).toEqual(sorted({ labels, states: [...frame, ...states, ...legend] }))
  })

  test.each(foldings)('is read by Graphviz as it is, %s', async (edges) => {
    const reading = withoutSign(await readDot(toDot(diagram, { edges })))
    expect(sorted(reading)).toEqual(sorted({ labels, states: [...states, ...legend] }))
  })

  test('is read by a person in a terminal as it is', () => {
    const reading = withoutSign(readText(toText(diagram, { edges: 'unfolded', width: 10_000 })))
    expect(sorted(reading)).toEqual(sorted({ states, labels: diagram.edges.map(wholeLine) }))
  })

  test('comes back from JSON as it is, in which all is counted', () => {
    const text = toJson(diagram)
    // What JSON says is for `createMachine` to judge.
    expect(toDiagram(createMachine(JSON.parse(text) as object))).toEqual(diagram)
    const reading = readJson(text)
    expect(reading.states.toSorted()).toEqual(states.toSorted())
    expect(reading.labels).toHaveLength(labels.length)
  })
})

// The pictures of the cache's own machines are looked at in test/pictures.
describe.each(everyMachine)('the picture of the $id machine', (machine) => {
  const diagram = toDiagram(machine)
  const drawn = sorted({
    states: diagram.states.map(({ name }) => withoutBlanks(name)),
    labels: diagram.edges.map((edge) => withoutBlanks(labelOf(edge))),
  })

  test('is read by a strict parser of XML as it is, unfolded', async () => {
    expect(sorted(readSvg(await toSvg(diagram, { edges: 'unfolded' })))).toEqual(drawn)
  })

  test('is read by a strict parser of XML as it is, folded, and made of points as large as it is', async () => {
    const svg = await toSvg(diagram)
    expect(sorted(readSvg(svg))).toEqual(drawn)
    const png = Buffer.from(await svgToPng(svg))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    // The first chunk begins with width and height (PNG §11.2.1).
    const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? []
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Number(width), Number(height)])
  })
})

test('together the machines have everything that a machine of XState can have', () => {
  const all = machines.map((machine) => toDiagram(machine))
  const kinds = all.flatMap((diagram) => [diagram.root, ...diagram.states].map(({ kind }) => kind))
  expect(new Set(kinds).size).toBe(6)
  const edges = all.flatMap((diagram) => diagram.edges)
  expect([...new Set(edges.map(({ trigger }) => trigger.type))].toSorted()).toEqual([
    ...['after', 'always', 'done', 'event', 'invokeDone', 'invokeError', 'invokeSnapshot'],
  ])
  const features = {
    guard: ({ guard }: DiagramEdge) => guard !== null,
    wildcard: ({ trigger }: DiagramEdge) => trigger.type === 'event' && trigger.event.endsWith('*'),
    namedDelay: ({ trigger }: DiagramEdge) => trigger.type === 'after' && typeof trigger.delay === 'string',
    forbidden: ({ targets, actions }: DiagramEdge) => targets.length + actions.length === 0,
    severalTargets: ({ targets }: DiagramEdge) => targets.length > 1,
    reenter: ({ reenter }: DiagramEdge) => reenter,
    root: ({ source }: DiagramEdge) => source === '',
  }
  for (const has of Object.values(features)) expect(edges.some(has)).toBe(true)
  expect(all.flatMap(({ root }) => root.entry)).toContain('spawn logger')
})
