/** What is particular to this machine; what holds for every one is in `machine-shape.test.ts`. */
import { describe, expect, test } from '@jest/globals'
import { leavesOf, nameOf, transitionsOf } from '../testing/machine-nodes.ts'
import type { StateMeta } from './transaction-alphabet.ts'
import { transactionMachine } from './transaction-machine.ts'

const transitions = transitionsOf(transactionMachine)

describe('the transaction machine', () => {
  test.each(leavesOf(transactionMachine).map((node) => [nameOf(node), node] as const))(
    'guards the state %s by a deadline exactly when it waits for somebody else',
    (_name, node) => {
      const { deadline } = node.meta as StateMeta // every state has one: the shape's test says so
      const lineage = [node, node.parent].filter((each) => each !== undefined)
      const sets = lineage.some(({ entry }) => entry.includes('deadline.set'))
      const clears = lineage.some(({ exit }) => exit.includes('deadline.clear'))
      expect([sets, clears]).toEqual(Array(2).fill(deadline !== 'none'))
      const deadlines = [...node.transitions.keys()].filter((event) => event.startsWith('deadline.'))
      expect(deadlines.length > 0).toBe(deadline !== 'none')
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

  test('gives a client that is there exactly one answer on every way on which its wait ends', () => {
    const answers = new Set<unknown>(['client.respond', 'client.fail', 'delivery.abort'])
    for (const { source, target, actions, eventType } of transitions) {
      const [outcome = '', part] = target?.[0]?.path ?? []
      const leavesClient = source.key === 'attached' && part === 'detached' && eventType !== 'client.gone'
      const expected = outcome === 'delivering' || outcome === 'failed' || leavesClient ? 1 : 0
      expect([eventType, actions.filter((action) => answers.has(action)).length]).toEqual([
        eventType,
        expected,
      ])
    }
  })
})
