/** What holds for every machine. What is particular to one of them stands in its own test. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { createTestModel } from '@xstate/graph'
import type { AnyStateNode } from 'xstate'
import { lintMachine } from '../testing/lint-machine.ts'
import { leavesOf, nameOf, nodesOf, transitionsOf } from '../testing/machine-nodes.ts'
import { provedMachines } from '../testing/proved-machines.ts'
import type { DeadlineName, StateMeta } from './transaction-alphabet.ts'

const deadlines: readonly DeadlineName[] = ['store', 'flight', 'lease', 'reply', 'body', 'none']

const metaOf = (node: AnyStateNode) => node.meta as StateMeta // what is checked here

describe.each(provedMachines)('the $name machine', ({ name, machine, events, effects, states }) => {
  const nodes = nodesOf(machine)
  const leaves = leavesOf(machine)
  const transitions = transitionsOf(machine)

  test('fits into 300 lines, theory first', () => {
    const source = readFileSync(new URL(`./${name}-machine.ts`, import.meta.url), 'utf8')
    const lines = source.trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(300)
    expect(lines[0]).toBe('/**')
    expect(lines.indexOf(' * ## Theory of operation')).toBeLessThan(5)
  })

  test.each(nodes.map((node) => [nameOf(node), node] as const))('describes the state %s', (_name, node) => {
    expect(node.description).toMatch(/\.$/)
    expect(metaOf(node).rfc).toMatch(/^RFC \d{4} §/)
    expect(metaOf(node).waitsFor).not.toBe('')
    expect(metaOf(node).owedBy).not.toBe('')
    expect(deadlines).toContain(metaOf(node).deadline)
  })

  test('is pure data: no context, guards, delays, actors, eventless transitions or inline actions', () => {
    expect(machine.config.context).toBeUndefined()
    for (const node of nodes) {
      expect([node.after, node.invoke, node.always ?? []]).toEqual([[], [], []])
      expect([...node.entry, ...node.exit].every((action) => typeof action === 'string')).toBe(true)
    }
    for (const { guard, actions } of transitions) {
      expect(guard).toBeUndefined()
      expect(actions.every((action) => typeof action === 'string')).toBe(true)
    }
  })

  test('uses every word of its alphabet, and no other', () => {
    const ordered = [
      ...nodes.flatMap(({ entry, exit }) => [...entry, ...exit]),
      ...transitions.flatMap(({ actions }) => actions),
    ]
    expect(new Set(transitions.map(({ eventType }) => eventType))).toEqual(new Set(events))
    expect(new Set(ordered)).toEqual(new Set(effects))
    expect(leaves.map(nameOf)).toEqual(states)
  })

  test('has nothing wrong with it that can be seen without running it', () => {
    expect(lintMachine(machine)).toEqual([])
  })

  test('is accepted by the test model of @xstate/graph', () => {
    // One for each state and each event that leads there; all simple ones of the model would be very many.
    const paths = createTestModel(machine).getShortestPaths()
    expect(paths.length).toBeGreaterThan(states.length)
  })
})
