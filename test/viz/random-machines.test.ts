/** Whatever machine XState makes, its diagram has all of it, and JSON brings all of it back. */
import { describe, expect, test } from '@jest/globals'
import { labelOf, toDiagram, toJson, toMermaid, toText } from '@cachechart/viz'
import fc from 'fast-check'
import { createMachine } from 'xstate'
import {
  factsOfDiagram,
  factsOfGraph,
  factsOfMachine,
  historyDefaults,
  withoutEventless,
} from './machine-facts.ts'
import { machineArbitrary, type DrawnMachine } from './machine-arbitrary.ts'
import { readMermaid } from './read-mermaid.ts'
import { readText } from './read-text.ts'

const seed = 20_261_121
const runs = 250

const expectOfEach = (look: (drawn: DrawnMachine) => void): void =>
  fc.assert(fc.property(machineArbitrary, look), { seed, numRuns: runs })

describe(`of ${runs} machines from the seed ${seed}, a diagram`, () => {
  test('has as many states and transitions as were put into the machine', () => {
    expectOfEach(({ config, states, transitions }) => {
      const diagram = toDiagram(createMachine(config))
      expect(diagram.states).toHaveLength(states)
      expect(diagram.edges.length - historyDefaults(diagram).length).toBe(transitions)
    })
  })

  test("agrees with the machine's own nodes, and with what @xstate/graph reports", () => {
    expectOfEach(({ config }) => {
      const machine = createMachine(config)
      const facts = factsOfDiagram(toDiagram(machine), machine)
      expect(facts).toEqual(factsOfMachine(machine))
      expect(withoutEventless(facts)).toEqual(factsOfGraph(machine))
    })
  })

  test('comes back from JSON as it was', () => {
    expectOfEach(({ config }) => {
      const diagram = toDiagram(createMachine(config))
      // What JSON says is for `createMachine` to judge.
      expect(toDiagram(createMachine(JSON.parse(toJson(diagram)) as object))).toEqual(diagram)
    })
  })

  test('is plain JSON in which no id is used twice', () => {
    expectOfEach(({ config }) => {
      const diagram = toDiagram(createMachine(config))
      expect(JSON.parse(JSON.stringify(diagram))).toEqual(diagram)
      const ids = [
        ...diagram.states.map(({ id }) => `state ${id}`),
        ...diagram.edges.map(({ id }) => `edge ${id}`),
      ]
      expect(new Set(ids).size).toBe(ids.length)
    })
  })

  test('is whole in a terminal', () => {
    expectOfEach(({ config }) => {
      const diagram = toDiagram(createMachine(config))
      const { states, labels } = readText(toText(diagram, { edges: 'unfolded', width: 10_000 }))
      expect(states.toSorted()).toEqual(diagram.states.map(({ name }) => name).toSorted())
      expect(labels).toHaveLength(diagram.edges.length)
    })
  })
})

const fewRuns = 25

test(`of ${fewRuns} machines from the seed ${seed}, Mermaid reads every state and every transition`, async () => {
  const look = async ({ config }: DrawnMachine): Promise<void> => {
    const diagram = toDiagram(createMachine(config))
    const { states, labels } = await readMermaid(toMermaid(diagram))
    // A machine that is several regions stands around them as a frame.
    const isFrame = diagram.root.kind === 'parallel' && diagram.states.length > 0
    const names = [...(isFrame ? [diagram.id] : []), ...diagram.states.map(({ name }) => name)]
    expect(states.toSorted()).toEqual(names.toSorted())
    expect(labels.toSorted()).toEqual(diagram.edges.map((edge) => labelOf(edge)).toSorted())
  }
  await fc.assert(fc.asyncProperty(machineArbitrary, look), { seed, numRuns: fewRuns })
})
