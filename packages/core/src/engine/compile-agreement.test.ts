import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createMachine } from 'xstate'
import { actorObserver, observeTable } from '../testing/observe-machine.ts'
import { compile } from './compile.ts'

type Config = { [key: string]: unknown }

const eventNames = ['a', 'b', 'c']
const keys = ['x', 'y']

/** Where a transition may lead: the root, or any state of a machine three levels deep, by its path from the root. */
const destinations = ['', 'end', ...keys, ...keys.flatMap((one) => keys.map((two) => `${one}.${two}`))]
const deepDestinations = [...destinations, 'x.x.x', 'x.y.x', 'y.x.y', 'y.y.y']

const effects = (prefix: string) => fc.constantFrom([], [prefix], [prefix, `${prefix}.second`])

const ends = (path: string) => ({ entry: effects(`${path}.in`), exit: effects(`${path}.out`) })

const transition = (path: string) =>
  fc.record({
    target: fc.constantFrom(undefined, ...deepDestinations),
    actions: fc.constantFrom([`${path}.go`], [`${path}.go`, `${path}.on`]),
    reenter: fc.boolean(),
  })

const withoutStates = (path: string): fc.Arbitrary<Config> =>
  fc.record({ ...ends(path), on: fc.dictionary(fc.constantFrom(...eventNames), transition(path)) })

const stateArbitrary = (depth: number, path: string): fc.Arbitrary<Config> =>
  depth === 0 ? withoutStates(path) : fc.oneof(withoutStates(path), withStates(depth, path))

const withStates = (depth: number, path: string): fc.Arbitrary<Config> =>
  fc
    .record({
      own: withoutStates(path),
      initial: fc.constantFrom(...keys),
      states: fc.record({
        x: stateArbitrary(depth - 1, `${path}x`),
        y: stateArbitrary(depth - 1, `${path}y`),
      }),
    })
    .map(({ own, ...inner }) => ({ ...own, ...inner }))

/** A root of any shape: with or without states, most often with a final one, which may be the first. */
const rootArbitrary: fc.Arbitrary<Config> = fc.oneof(
  { weight: 1, arbitrary: withoutStates('') },
  {
    weight: 20,
    arbitrary: fc
      .record({ root: withStates(3, ''), end: fc.record(ends('end')), first: fc.nat(20) })
      .map(({ root, end, first }) => ({
        ...root,
        states: { ...(root['states'] as Config), end: { ...end, type: 'final' } },
        ...(first === 0 ? { initial: 'end' } : {}),
      })),
  },
)

const childrenOf = (config: Config): { [key: string]: Config } =>
  (config['states'] ?? {}) as { [key: string]: Config } // what withStates has put there

const exists = (root: Config, path: string): boolean =>
  path === '' ||
  path.split('.').reduce<Config | undefined>((node, key) => node && childrenOf(node)[key], root) !== undefined

/** Targets as ids of the machine; those that name no state are left out, and the transition stays where it is. */
const resolved = (root: Config, node: Config = root): Config => {
  const on = Object.entries((node['on'] ?? {}) as { [event: string]: { target?: string } }).map(
    ([event, { target, ...rest }]) => [
      event,
      target === undefined || !exists(root, target)
        ? rest
        : { ...rest, target: ['#root', target].filter((part) => part !== '').join('.') },
    ],
  )
  const states = Object.entries(childrenOf(node)).map(([key, child]) => [key, resolved(root, child)])
  return {
    ...node,
    ...(node === root ? { id: 'root' } : {}),
    ...(states.length === 0 ? {} : { states: Object.fromEntries(states) }),
    on: Object.fromEntries(on),
  }
}

describe('compile', () => {
  test('agrees with XState on machines of any nesting, final states among them', () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(
        rootArbitrary,
        fc.array(fc.constantFrom(...eventNames, 'unknown'), { maxLength: 8 }),
        (config, events) => {
          const machine = createMachine(resolved(config))
          const observed = observeTable(compile(machine), events)
          for (const { state } of observed) reached.add(state)
          expect(observed).toEqual(actorObserver(machine)(events))
        },
      ),
      { numRuns: 1000 },
    )
    expect([...reached]).toEqual(expect.arrayContaining(['', 'end', 'x', 'y.y', 'x.y.x', 'y.y.y']))
  })
})
