import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { createTestModel } from '@xstate/graph'
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { transactionEffects, transactionEvents, type StateMeta } from './transaction-alphabet.ts'
import { transactionMachine } from './transaction-machine.ts'

const nodesBelow = (node: AnyStateNode): AnyStateNode[] =>
  Object.values(node.states).flatMap((child) => [child, ...nodesBelow(child)])

const nodes = nodesBelow(transactionMachine.root)
const leaves = nodes.filter((node) => node.type !== 'compound')
const transitions: AnyTransitionDefinition[] = nodes.flatMap((node) => [...node.transitions.values()].flat())
const nameOf = (node: AnyStateNode) => node.path.join('.')
const metaOf = (node: AnyStateNode) => node.meta as StateMeta // what is checked here

describe('the transaction machine', () => {
  test('fits into 200 lines, theory first', () => {
    const lines = readFileSync(new URL('./transaction-machine.ts', import.meta.url), 'utf8').split('\n')
    expect(lines.length).toBeLessThanOrEqual(200)
    expect(lines[0]).toBe('/**')
  })

  test.each(nodes.map((node) => [nameOf(node), node] as const))('describes the state %s', (_name, node) => {
    expect(node.description).toMatch(/\.$/)
    expect(metaOf(node).rfc).toMatch(/^RFC \d{4} §/)
    expect(metaOf(node).waitsFor).not.toBe('')
    expect(metaOf(node).owedBy).not.toBe('')
    expect(['store', 'reply', 'body', 'none']).toContain(metaOf(node).deadline)
  })

  test('is pure data: no context, guards, delays, actors, eventless transitions or inline actions', () => {
    expect(transactionMachine.config.context).toBeUndefined()
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
    const effects = [
      ...nodes.flatMap(({ entry, exit }) => [...entry, ...exit]),
      ...transitions.flatMap(({ actions }) => actions),
    ]
    expect(new Set(transitions.map(({ eventType }) => eventType))).toEqual(new Set(transactionEvents))
    expect(new Set(effects)).toEqual(new Set(transactionEffects))
  })

  test('names events as facts and effects as orders: noun.word', () => {
    for (const word of [...transactionEvents, ...transactionEffects])
      expect(word).toMatch(/^[a-z]+\.[a-z][A-Za-z]*$/)
  })

  test.each(leaves.map((node) => [nameOf(node), node] as const))(
    'guards the state %s by a deadline exactly when it waits for somebody else',
    (_name, node) => {
      const lineage = [node, node.parent].filter((each) => each !== undefined)
      const sets = lineage.some(({ entry }) => entry.includes('deadline.set'))
      const clears = lineage.some(({ exit }) => exit.includes('deadline.clear'))
      expect([sets, clears]).toEqual(Array(2).fill(metaOf(node).deadline !== 'none'))
      const deadlines = [...node.transitions.keys()].filter((event) => event.startsWith('deadline.'))
      expect(deadlines.length > 0).toBe(metaOf(node).deadline !== 'none')
    },
  )

  test('discharges an obligation exactly once on every way out of awaitBackend, and nowhere else', () => {
    for (const { source, target, actions, eventType } of transitions) {
      const discharged = actions.filter(
        (action) => typeof action === 'string' && action.startsWith('obligation.'),
      ).length
      const isWayOut =
        source.path[0] === 'awaitBackend' && target !== undefined && target[0]?.path[0] !== 'awaitBackend'
      expect([eventType, discharged]).toEqual([eventType, isWayOut ? 1 : 0])
    }
  })

  test('gives the client exactly one answer on every way into delivering or failed, unless it has its head already', () => {
    const answers = new Set<unknown>(['client.respond', 'client.fail', 'delivery.abort'])
    for (const { target, actions, eventType } of transitions) {
      const outcome = target?.[0]?.path[0] ?? ''
      const expected = outcome === 'delivering' || outcome === 'failed' ? 1 : 0
      expect([eventType, actions.filter((action) => answers.has(action)).length]).toEqual([
        eventType,
        expected,
      ])
    }
  })

  test('reaches every state, and from every state a final one', () => {
    const successors = new Map(
      leaves.map((leaf) => {
        const own = [...leaf.transitions.values()].flat().flatMap(({ target }) => target ?? [])
        return [nameOf(leaf), own.map(nameOf)]
      }),
    )
    const reach = (from: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(from)) return seen
      seen.add(from)
      for (const next of successors.get(from) ?? []) reach(next, seen)
      return seen
    }
    expect(reach('received')).toEqual(new Set(leaves.map(nameOf)))
    const finals = leaves.filter(({ type }) => type === 'final').map(nameOf)
    for (const leaf of leaves) expect(finals.some((final) => reach(nameOf(leaf)).has(final))).toBe(true)
  })

  test('is accepted by the test model of @xstate/graph', () => {
    const paths = createTestModel(transactionMachine).getSimplePaths()
    expect(paths.length).toBeGreaterThan(65)
  })
})
