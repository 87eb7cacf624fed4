import { describe, expect, test } from '@jest/globals'
import { createMachine, fromPromise, type AnyActorLogic } from 'xstate'
import { labelOf } from './label-of.ts'
import { toDiagram } from './to-diagram.ts'

const { edges } = toDiagram(
  createMachine({
    initial: 'a',
    on: {
      go: [{ guard: 'may', actions: ['one', 'two'] }, { actions: 'three' }],
      'mouse.*': { target: '.h' },
    },
    always: { guard: 'must' },
    after: { 1000: { guard: 'may' }, soon: {} },
    onDone: {},
    invoke: { id: 'actor', src: 'work', onDone: {}, onError: {}, onSnapshot: {} },
    states: { a: {}, h: { type: 'history', target: 'a' }, always: { on: { always: {} } } },
  }),
)

test('a label says what takes the transition, and whether it is guarded', () => {
  expect(edges.map((edge) => labelOf(edge))).toEqual([
    'go [may]',
    'go',
    'mouse.*',
    'done',
    'done: actor',
    'error: actor',
    'snapshot: actor',
    'after 1000 ms [may]',
    'after soon',
    'always [must]',
    'default',
    'always',
  ])
})

test('a label says what is done on the way where that is asked for', () => {
  expect(edges.slice(0, 3).map((edge) => labelOf(edge, { actions: 'shown' }))).toEqual([
    'go [may] / one, two',
    'go / three',
    'mouse.*',
  ])
})

describe('a label calls an actor', () => {
  const endsOf = (...invoke: readonly { id?: string; src: string | AnyActorLogic }[]): string[] => {
    const told = invoke.map((each) => ({ ...each, onDone: {} }))
    const machine = createMachine({ id: 'm', initial: 'a', states: { a: { id: 'x', invoke: told } } })
    return toDiagram(machine).edges.map((edge) => labelOf(edge))
  }

  test('to which the machine gives no id by its logic', () => {
    const inline = fromPromise(async function look() {})
    expect(endsOf({ src: 'fetchUser' }, { src: inline })).toEqual(['done: fetchUser', 'done: look'])
  })

  test('by its id where another has the same logic, or is so called', () => {
    expect(endsOf({ src: 's' }, { src: 's' })).toEqual(['done: 0.x', 'done: 1.x'])
    expect(endsOf({ src: 's' }, { id: 's', src: 't' })).toEqual(['done: 0.x', 'done: s'])
  })

  test('by the id that the machine gives it', () => {
    expect(endsOf({ id: 'own', src: 's' }, { id: '7', src: 't' })).toEqual(['done: 7', 'done: own'])
  })
})
