import { describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { createMachine } from 'xstate'
import { foldEdges } from './fold-edges.ts'
import { toDiagram } from './to-diagram.ts'

const { edges } = toDiagram(
  createMachine({
    initial: 'a',
    states: {
      a: { on: { one: 'b', two: 'c', three: 'b', four: { target: ['b', 'c'] }, five: 'b', six: {} } },
      b: { on: { one: 'c' } },
      c: {},
    },
  }),
  { pathOf: ({ id }) => (id === 'a:five:0' ? 'hit' : null) },
)
const shape = ({ id, edges: bundle }: ReturnType<typeof foldEdges>[number]) => [id, bundle.length]

describe('the arrows of a diagram', () => {
  test('folded, are one for each source, targets and path', () => {
    expect(foldEdges({ edges }, 'folded').map(shape)).toEqual([
      ['a:five:0', 1],
      ['a:four:0', 1],
      ['a:one:0', 2],
      ['a:six:0', 1],
      ['a:two:0', 1],
      ['b:one:0', 1],
    ])
  })

  test('unfolded, are one for each edge', () => {
    expect(foldEdges({ edges }, 'unfolded').map(shape)).toEqual(edges.map(({ id }) => [id, 1]))
  })

  test.each([transactionMachine, flightMachine])(
    'hold every edge of the $id machine once, and its own',
    (machine) => {
      const diagram = toDiagram(machine)
      for (const folding of ['folded', 'unfolded'] as const) {
        const arrows = foldEdges(diagram, folding)
        const held = arrows.flatMap((arrow) => arrow.edges)
        expect(new Set(held)).toEqual(new Set(diagram.edges))
        expect(held).toHaveLength(diagram.edges.length)
        for (const { source, targets, path, edges: bundle } of arrows) {
          for (const edge of bundle) expect(edge).toMatchObject({ source, targets, path })
        }
      }
    },
  )
})
