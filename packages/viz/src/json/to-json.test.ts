import { describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { and, createActor, createMachine, fromPromise, type AnyStateMachine } from 'xstate'
import type { Diagram } from '../diagram.ts'
import { labelOf } from '../label-of.ts'
import { toDiagram } from '../to-diagram.ts'
import { toJson } from './to-json.ts'

// What JSON says is for `createMachine` to judge.
const fromJson = (text: string): AnyStateMachine => createMachine(JSON.parse(text) as object)

const lamp = createMachine({
  id: 'my.lamp',
  description: 'Gives light.',
  initial: 'off',
  entry: 'plugIn',
  on: { unplug: '.off' },
  states: {
    off: {
      tags: 'dark',
      on: { toggle: [{ guard: and(['a', 'b']), target: 'on.h' }, { target: 'on' }], blow: {} },
    },
    on: {
      initial: 'warm',
      onDone: { target: 'off', description: 'It has burnt out.' },
      meta: { watts: 40 },
      after: { 1000: 'off', late: { target: 'off', reenter: true } },
      always: { guard: 'isDay', target: 'off' },
      invoke: [
        {
          id: 'burn',
          src: fromPromise(async function burn() {}),
          onDone: 'off',
          onError: [{ guard: 'x' }, {}],
        },
        { id: 'burn', src: 'again', onSnapshot: { actions: 'look' } },
      ],
      states: {
        warm: { on: { blow: 'out' } },
        out: { type: 'final' },
        h: { type: 'history', target: 'warm' },
      },
    },
    both: {
      type: 'parallel',
      states: { '#1': { on: { go: '#my\\.lamp.off' } }, two: { on: { go: { target: ['#one'] } } } },
    },
    one: { id: 'one', on: { go: { target: '#hash' } } },
    hash: { type: 'parallel', states: { '#x': { id: 'hash', history: 'deep' } } },
  },
})

describe('JSON of a diagram', () => {
  test.each([transactionMachine, flightMachine, lamp])(
    'makes a machine of the same diagram: $id',
    (machine) => {
      const diagram = toDiagram(machine)
      expect(toDiagram(fromJson(toJson(diagram)))).toEqual(diagram)
    },
  )

  test('is the configuration that a person would write', () => {
    expect(JSON.parse(toJson(toDiagram(lamp)))).toMatchObject({
      id: 'my.lamp',
      initial: 'off',
      description: 'Gives light.',
      entry: ['plugIn'],
      on: { unplug: { target: String.raw`#my\.lamp.off` } },
      states: {
        off: {
          tags: ['dark'],
          on: {
            toggle: [
              { target: String.raw`#my\.lamp.on.h`, guard: 'a and b' },
              { target: String.raw`#my\.lamp.on` },
            ],
          },
        },
        on: {
          initial: 'warm',
          meta: { watts: 40 },
          after: { 1000: { target: String.raw`#my\.lamp.off` }, late: { reenter: true } },
          always: { guard: 'isDay' },
          onDone: { description: 'It has burnt out.' },
          invoke: [{ id: 'burn', src: 'burn', onDone: {}, onError: [{ guard: 'x' }, {}] }, { src: 'again' }],
          states: { out: { type: 'final' }, h: { type: 'history', history: 'shallow' } },
        },
      },
    })
  })

  test('leaves out what says nothing', () => {
    const text = toJson(
      toDiagram(createMachine({ id: 'm', initial: 'a', states: { a: { on: { go: 'b' } }, b: {} } })),
    )
    expect(JSON.parse(text)).toEqual({
      id: 'm',
      initial: 'a',
      states: { a: { on: { go: { target: '#m.b' } } }, b: {} },
    })
  })

  test('makes a machine that runs as the one it was read from', () => {
    const actor = createActor(fromJson(toJson(toDiagram(transactionMachine)))).start()
    actor.send({ type: 'request.lookup' })
    actor.send({ type: 'lookup.obliged' })
    expect(actor.getSnapshot().value).toEqual({ awaitBackend: 'attached' })
    actor.stop()
  })

  test('keeps states and events whose names are those of what every object has', () => {
    const config = JSON.parse(
      '{"initial":"constructor","states":{"constructor":{"on":{"__proto__":"toString"}},"toString":{}}}',
    ) as object
    const diagram = toDiagram(createMachine(config))
    expect(diagram.edges).toHaveLength(1)
    expect(toDiagram(fromJson(toJson(diagram)))).toEqual(diagram)
  })

  test('tells once what two actors of one name tell', () => {
    const text = toJson(
      toDiagram(
        createMachine({
          invoke: [
            { id: 'a', src: 's', onDone: {} },
            { id: 'a', src: 't' },
          ],
        }),
      ),
    )
    expect(JSON.parse(text)).toMatchObject({ invoke: [{ onDone: {} }, { id: 'a', src: 't' }] })
    expect(text.match(/onDone/g)).toHaveLength(1)
  })

  test('has the actions of what begins by itself beside its target', () => {
    const inner = {
      type: 'parallel',
      initial: { target: 'b', actions: 'sit' },
      states: { b: {}, c: {} },
    } as object
    const diagram = toDiagram(
      createMachine({ id: 'm', initial: { target: 'a', actions: ['x', 'y'] }, states: { a: inner } }),
    )
    const text = toJson(diagram)
    expect(JSON.parse(text)).toMatchObject({
      initial: { target: 'a', actions: ['x', 'y'] },
      states: { a: { initial: { target: 'b', actions: ['sit'] } } },
    })
    expect(toDiagram(fromJson(text))).toEqual(diagram)
  })

  test('keeps the ids that XState has given to actors, and what they are called', () => {
    const diagram = toDiagram(
      createMachine({
        initial: '#a',
        states: {
          '#a': { id: 'other', invoke: [{ src: 's', onDone: {} }, { src: 't', onError: {} }, { src: 't' }] },
        },
      }),
    )
    expect(diagram.edges.map((edge) => labelOf(edge))).toEqual(['done: s', 'error: 1.other'])
    expect(toDiagram(fromJson(toJson(diagram)))).toEqual(diagram)
  })

  test('finds a state within one whose name begins like an id', () => {
    const inner = { b: { id: 'y', on: { go: '#y' } } }
    const diagram = toDiagram(
      createMachine({ initial: '#a', states: { '#a': { initial: 'b', states: inner } } }),
    )
    expect(diagram.edges).toMatchObject([{ source: '#a.b', targets: ['#a.b'] }])
    expect(toDiagram(fromJson(toJson(diagram)))).toEqual(diagram)
  })

  test('tells of an actor that its state does not have by the name of its event', () => {
    const diagram = toDiagram(createMachine({ id: 'm', invoke: { id: 'a', src: 's', onDone: {} } }))
    const without: Diagram = { ...diagram, root: { ...diagram.root, invokes: [] } }
    expect(JSON.parse(toJson(without))).toEqual({ id: 'm', on: { 'xstate.done.actor.a': {} } })
  })

  test('keeps an atomic state that lists others atomic', () => {
    const odd = toDiagram(
      createMachine({ initial: 'a', states: { a: { type: 'atomic', states: { b: {} } } } }),
    )
    expect(toDiagram(fromJson(toJson(odd)))).toEqual(odd)
  })
})
