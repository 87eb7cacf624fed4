import { flightMachine, transactionMachine } from '@cachechart/core'
import { compareMachines, toDiagram, type MachineDifference } from '@cachechart/viz'
import { describe, expect, test } from '@jest/globals'
import { assert, property, shuffledSubarray } from 'fast-check'
import { edited, singleEdits } from './single-edits.ts'

const told = ({ how, what, name, changes }: MachineDifference): string =>
  `${how} ${what} ${name}${changes.length === 0 ? '' : `: ${changes.map(({ member }) => member).join(', ')}`}`

describe.each([transactionMachine, flightMachine])('of the $id machine', (machine) => {
  const before = toDiagram(machine)
  const edits = singleEdits(machine)

  test('every single edit is found, and nothing beside it', () => {
    expect(edits.length).toBeGreaterThan(100)
    for (const edit of edits) {
      const { differences, overlay } = compareMachines(before, edited(machine, [edit]))
      expect([edit.title, differences.map(told)]).toEqual([edit.title, edit.found])
      expect(overlay.states.size + overlay.edges.size).toBe(1)
    }
  })

  test('so are several, in whatever order they are made', () => {
    const seed = 20_261_121
    assert(
      property(shuffledSubarray(edits, { minLength: 2, maxLength: 5 }), (several) => {
        const places = several.map(({ title }) => title.replace(/: [^:]*$/, ''))
        if (new Set(places).size < places.length) return
        const { differences } = compareMachines(before, edited(machine, several))
        expect(differences.map(told).toSorted()).toEqual(several.flatMap(({ found }) => found).toSorted())
      }),
      { numRuns: 40, seed },
    )
  })

  test('a state that is gone, or is new, is found with all of its edges', () => {
    const last = before.states.filter(({ kind }) => kind === 'final').map(({ id }) => id)
    for (const id of last) {
      const leading = new Set(
        before.edges.filter(({ targets }) => targets.includes(id)).map((edge) => edge.id),
      )
      const without = {
        ...before,
        states: before.states.filter((state) => state.id !== id),
        edges: before.edges.filter((edge) => !leading.has(edge.id)),
      }
      const gone = compareMachines(before, without)
      expect(gone.diagram.states.map((state) => state.id)).toEqual(before.states.map((state) => state.id))
      expect([...gone.overlay.states.keys()]).toEqual([id])
      expect(new Set(gone.overlay.edges.keys())).toEqual(leading)
      expect(compareMachines(without, before).diagram.edges.map((edge) => edge.id)).toEqual(
        before.edges.map((edge) => edge.id),
      )
    }
  })
})
