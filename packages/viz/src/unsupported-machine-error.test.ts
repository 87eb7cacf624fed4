import { describe, expect, test } from '@jest/globals'
import { createActor, createMachine, fromPromise, type AnyStateMachine } from 'xstate'
import { toDiagram } from './to-diagram.ts'
import { UnsupportedMachineError } from './unsupported-machine-error.ts'

const door = createMachine({ initial: 'open', states: { open: {} } })

/** So many states within each other. */
function nested(depth: number): AnyStateMachine {
  let state: object = {}
  for (let level = 0; level < depth; level += 1) state = { initial: 's', states: { s: state } }
  return createMachine(state)
}

const wide = (count: number): AnyStateMachine => {
  const names = Array.from({ length: count }, (_, index) => `s${index}`)
  return createMachine({ type: 'parallel', states: Object.fromEntries(names.map((name) => [name, {}])) })
}

/** Whoever asks what it has is told nothing. */
const shy = new Proxy(
  {},
  {
    has() {
      throw new RangeError('none of your business')
    },
  },
)

describe('a machine may be large', () => {
  test('500 states within each other, or 10,000 beside each other', () => {
    expect(toDiagram(nested(500)).states).toHaveLength(500)
    expect(toDiagram(wide(10_000)).states).toHaveLength(10_000)
  })

  test.each([
    ['of more than 10,000 states', wide(10_001), 'It has more than 10000 states.'],
    ['deeper than 500', nested(501), 'Its states lie within each other more than 500 deep.'],
    [
      'of more than 100,000 transitions',
      createMachine({ on: { go: Array.from({ length: 100_001 }, () => ({})) } }),
      'The machine has 100001 transitions; at most 100000 can be read.',
    ],
  ])('but one %s is refused', (_, machine, message) => {
    expect(() => toDiagram(machine)).toThrow(new UnsupportedMachineError(message))
  })
})

describe('what no diagram can be made of is refused', () => {
  test.each<[seen: string, value: unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['a string', 'transaction'],
    ['a function', () => door],
    ['an array', [door]],
    ['an object of another kind', {}],
    ['the configuration of a machine; `createMachine` makes one of it', door.config],
    ['an actor; the machine is what it was created from', createActor(door)],
    ['the logic of an actor that is no machine', fromPromise(() => Promise.resolve())],
    ['a machine of XState 4', { id: 'a', root: {}, states: {}, withConfig: () => door }],
    ['an object of another kind', { id: 'a', root: null }],
    ['an object that throws when it is looked at', shy],
    ['an object of another kind', { id: 1, root: { states: {}, transitions: new Map() } }],
    ['an object of another kind', { id: 'a', root: { states: null, transitions: new Map() } }],
  ])('%s', (seen, value) => {
    const read = () => toDiagram(value as AnyStateMachine) // what a program without types may pass
    expect(read).toThrow(UnsupportedMachineError)
    const message = `A machine of XState 5 is expected, as createMachine makes it; seen is ${seen}.`
    expect(read).toThrow(expect.objectContaining({ code: 'ERR_UNSUPPORTED_MACHINE', message }))
  })

  test.each([
    [
      '',
      { initial: 'nowhere', states: { a: {} } },
      /^The machine cannot be read: Initial state node "nowhere"/,
    ],
    [
      'a',
      { initial: 'a', states: { a: { entry: [7] } } },
      /^An action of state "a" is a value of type number;/,
    ],
    ['a', { initial: 'a', states: { a: { exit: [null] } } }, /^An action of state "a" is null;/],
    [
      'a',
      { initial: 'a', states: { a: { on: { go: { guard: 7 } } } } },
      /^A guard of state "a" is a value of type/,
    ],
    [
      'h',
      { initial: 'a', states: { a: {}, h: { type: 'history', target: 'b' } } },
      /"h" leads to "b", which is no/,
    ],
    [
      'h',
      { initial: 'a', states: { a: {}, h: { type: 'history', target: 'toString' } } },
      /"h" leads to "toString", which is no state/,
    ],
    [
      'h',
      { initial: 'a', states: { a: {}, h: { type: 'history', target: '#b' } } },
      /"h" leads to "#b", which is no/,
    ],
    [
      'h',
      { initial: 'a', states: { a: {}, h: { type: 'history', target: 7 } } },
      /"h" leads to "7", which is no/,
    ],
    ['a', { initial: 'a', states: { a: { on: { go: { target: [{}] } } } } }, /leads to what is no state/],
    ['', { type: 'parallel', states: { '': {} } }, /^The machine has a state whose name is empty/],
    [
      'a',
      { initial: 'a', states: { a: { type: 'parallel', states: { '': {} } } } },
      /^State "a" has a state whose/,
    ],
    [
      '',
      JSON.parse('{"type":"parallel","states":{"__proto__":{}}}'),
      /a state named "__proto__", which XState loses/,
    ],
  ])('a mistake in state "%s" of %j', (state, config, message) => {
    // Types would forbid most of this.
    const machine = createMachine(config as object)
    const read = () => toDiagram(machine)
    expect(read).toThrow(UnsupportedMachineError)
    expect(read).toThrow(expect.objectContaining({ state, message: expect.stringMatching(message) }))
  })

  test('a transition of another form than that of XState 5', () => {
    const machine = createMachine({ initial: 'a', states: { a: { on: { go: 'a' } } } })
    const [transition] = machine.root.states['a']?.transitions.get('go') ?? []
    Object.assign(transition ?? {}, { actions: undefined })
    expect(() => toDiagram(machine)).toThrow(
      new UnsupportedMachineError(
        'A transition of state "a" has no list of actions: it was not made by XState 5.',
      ),
    )
  })
})
