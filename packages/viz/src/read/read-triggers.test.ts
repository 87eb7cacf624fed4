import { expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import { toDiagram } from '../to-diagram.ts'

const triggersOf = (config: object) => toDiagram(createMachine(config)).edges.map(({ trigger }) => trigger)

test('delays are told as numbers where JSON can write them, by the smallest first, then by name', () => {
  const after = { soon: {}, Infinity: {}, '-0': {}, '1e3': {}, 50: {}, 200: {} }
  const delays = triggersOf({ after }).map((trigger) => (trigger.type === 'after' ? trigger.delay : trigger))
  expect(delays).toStrictEqual([0, 50, 200, 1000, 'Infinity', 'soon'])
})

test('an event of a name that XState has for another actor, state or timer is an event', () => {
  const names = ['xstate.done.actor.other', 'xstate.done.state.other', 'xstate.after.5.other', 'xstate.init']
  const on = Object.fromEntries(names.map((name) => [name, {}]))
  expect(triggersOf({ id: 'm', invoke: { src: 's', id: 'own' }, on })).toEqual(
    names.toSorted().map((event) => ({ type: 'event', event })),
  )
})

test("an event of the name that XState has for the state's own actor is that", () => {
  expect(triggersOf({ invoke: { src: 's', id: 'own' }, on: { 'xstate.done.actor.own': {} } })).toEqual([
    { type: 'invokeDone', invoke: 'own', actor: 'own' },
  ])
})
