import { describe, expect, test } from '@jest/globals'
import { assign, createMachine, emit, enqueueActions, raise, type AnyStateMachine } from 'xstate'
import { compile } from './compile.ts'
import { CompileError, type CompileErrorCode } from './compile-error.ts'

type StateConfig = { readonly [key: string]: unknown }

/** A machine whose state `outer.inner` is as given. The rows below are wrong on purpose: their types are not checked. */
const nested = (inner: StateConfig): AnyStateMachine =>
  machine({
    initial: 'outer',
    states: { outer: { initial: 'inner', states: { inner, other: {} } }, last: {} },
  })

const machine = (config: object): AnyStateMachine => createMachine(config as { id: string })

const on = (transition: unknown): AnyStateMachine => nested({ on: { go: transition } })

/** A state that names an action which the machine implements. */
const implemented = (action: unknown): AnyStateMachine =>
  machine({ initial: 'a', states: { a: { on: { go: { actions: ['push'] } } } } }).provide({
    actions: { push: action as () => void },
  })

const refusedOf = (refused: AnyStateMachine): CompileError => {
  try {
    compile(refused)
  } catch (error) {
    if (error instanceof CompileError) return error
    throw error
  }
  throw new Error('it was compiled')
}

type Row = readonly [what: string, machine: AnyStateMachine, code: CompileErrorCode, path: string]

const inner = 'outer.inner'

const ofTheMachine: readonly Row[] = [
  ['context', machine({ context: { count: 0 } }), 'ERR_COMPILE_CONTEXT', ''],
  ['a function that makes the context', machine({ context: () => ({}) }), 'ERR_COMPILE_CONTEXT', ''],
  [
    'two states of one id',
    machine({ initial: 'a', states: { a: { id: 'same' }, b: { id: 'same' } } }),
    'ERR_COMPILE_ID',
    'b',
  ],
  [
    'a state with the id of the machine',
    machine({ id: 'same', initial: 'a', states: { a: { id: 'same' } } }),
    'ERR_COMPILE_ID',
    'a',
  ],
]

const ofStates: readonly Row[] = [
  ['a dot in a name', machine({ initial: 'a.b', states: { 'a.b': {} } }), 'ERR_COMPILE_NAME', 'a.b'],
  [
    'two paths that read the same',
    machine({ initial: 'a', states: { a: { initial: 'b', states: { b: {} } }, 'a.b': {} } }),
    'ERR_COMPILE_NAME',
    'a.b',
  ],
  ['a name that reads as an id', machine({ initial: '#a', states: { '#a': {} } }), 'ERR_COMPILE_NAME', '#a'],
  ['an empty name', machine({ initial: 'a', states: { a: {}, '': {} } }), 'ERR_COMPILE_NAME', ''],
  ['a parallel machine', machine({ type: 'parallel', states: { a: {} } }), 'ERR_COMPILE_PARALLEL', ''],
  ['a parallel state', nested({ type: 'parallel', states: { a: {} } }), 'ERR_COMPILE_PARALLEL', inner],
  ['shallow history', nested({ type: 'history' }), 'ERR_COMPILE_HISTORY', inner],
  ['deep history', nested({ type: 'history', history: 'deep' }), 'ERR_COMPILE_HISTORY', inner],
  ['history without a type', nested({ history: true }), 'ERR_COMPILE_HISTORY', inner],
  ['an atomic state with states', nested({ type: 'atomic', states: { a: {} } }), 'ERR_COMPILE_LEAF', inner],
  [
    'a final state with states',
    machine({ initial: 'a', states: { a: { type: 'final', states: { b: {} } } } }),
    'ERR_COMPILE_LEAF',
    'a',
  ],
  [
    'an initial state elsewhere',
    nested({ initial: 'other', states: { a: {} } }),
    'ERR_COMPILE_INITIAL',
    inner,
  ],
  [
    'an initial transition elsewhere',
    nested({ initial: { target: 'toString' }, states: { a: {} } }),
    'ERR_COMPILE_INITIAL',
    inner,
  ],
  ['an initial state without states', nested({ initial: 'a' }), 'ERR_COMPILE_INITIAL', inner],
  [
    'actions on the initial transition',
    nested({ initial: { target: 'a', actions: ['push'] }, states: { a: {} } }),
    'ERR_COMPILE_INITIAL',
    inner,
  ],
  ['invoke', nested({ invoke: { src: 'actor' } }), 'ERR_COMPILE_INVOKE', inner],
  ['onDone of invoke', nested({ invoke: { src: 'actor', onDone: 'other' } }), 'ERR_COMPILE_INVOKE', inner],
  ['onError of invoke', nested({ invoke: { src: 'actor', onError: 'other' } }), 'ERR_COMPILE_INVOKE', inner],
  [
    'onSnapshot of invoke',
    nested({ invoke: { src: 'a', onSnapshot: 'other' } }),
    'ERR_COMPILE_INVOKE',
    inner,
  ],
  ['after', nested({ after: { 1000: 'other' } }), 'ERR_COMPILE_AFTER', inner],
  ['after a named delay', nested({ after: { soon: 'other' } }), 'ERR_COMPILE_AFTER', inner],
  ['always', nested({ always: 'other' }), 'ERR_COMPILE_ALWAYS', inner],
  ['a guarded always', nested({ always: { target: 'other', guard: 'may' } }), 'ERR_COMPILE_ALWAYS', inner],
  ['a route', nested({ id: 'here', route: {} }), 'ERR_COMPILE_ROUTE', inner],
  ['a route that nothing can name', nested({ route: {} }), 'ERR_COMPILE_ROUTE', inner],
  ['tags', nested({ tags: ['busy'] }), 'ERR_COMPILE_TAGS', inner],
  ['output of the machine', machine({ output: { n: 1 } }), 'ERR_COMPILE_OUTPUT', ''],
  ['output of a state that is not final', nested({ output: 1 }), 'ERR_COMPILE_OUTPUT', inner],
  [
    'output of a final state',
    machine({ initial: 'a', states: { a: { type: 'final', output: 1 } } }),
    'ERR_COMPILE_OUTPUT',
    'a',
  ],
  ['a nested final state', nested({ type: 'final' }), 'ERR_COMPILE_NESTED_FINAL', inner],
  [
    'an event in a final state',
    machine({ initial: 'a', states: { a: { type: 'final', on: { go: 'b' } }, b: {} } }),
    'ERR_COMPILE_FINAL',
    'a',
  ],
]

const ofTransitions: readonly Row[] = [
  [
    'onDone of a state',
    machine({ initial: 'a', states: { a: { initial: 'b', states: { b: {} }, onDone: 'c' }, c: {} } }),
    'ERR_COMPILE_DONE',
    'a',
  ],
  [
    'onDone of the machine',
    machine({ initial: 'a', states: { a: {} }, onDone: '.a' }),
    'ERR_COMPILE_DONE',
    '',
  ],
  ['an event of XState', nested({ on: { 'xstate.init': 'other' } }), 'ERR_COMPILE_DONE', inner],
  ['a wildcard', nested({ on: { '*': 'other' } }), 'ERR_COMPILE_WILDCARD', inner],
  ['a partial wildcard', nested({ on: { 'reply.*': 'other' } }), 'ERR_COMPILE_WILDCARD', inner],
  ['a wildcard of the machine', machine({ on: { '*': { actions: ['a'] } } }), 'ERR_COMPILE_WILDCARD', ''],
  ['a named guard', on({ target: 'other', guard: 'may' }), 'ERR_COMPILE_GUARD', inner],
  ['an inline guard', on({ target: 'other', guard: () => true }), 'ERR_COMPILE_GUARD', inner],
  ['a guard among several', on([{ target: 'other', guard: 'may' }, 'inner']), 'ERR_COMPILE_GUARD', inner],
  ['several candidates', on(['other', 'inner']), 'ERR_COMPILE_CHOICE', inner],
  ['no candidate', on([]), 'ERR_COMPILE_CHOICE', inner],
  ['several targets', on({ target: ['inner', 'other'] }), 'ERR_COMPILE_TARGETS', inner],
  ['a forbidden event', on(undefined), 'ERR_COMPILE_SILENT', inner],
  ['an empty transition', on({}), 'ERR_COMPILE_SILENT', inner],
  ['an empty list of targets', on({ target: [] }), 'ERR_COMPILE_SILENT', inner],
]

const ofActions: readonly Row[] = [
  ['a function on entry', nested({ entry: () => undefined }), 'ERR_COMPILE_ACTION', inner],
  ['a function on exit', nested({ exit: [() => undefined] }), 'ERR_COMPILE_ACTION', inner],
  ['a function on a transition', on({ actions: () => undefined }), 'ERR_COMPILE_ACTION', inner],
  ['a function after a name', on({ actions: ['push', () => undefined] }), 'ERR_COMPILE_ACTION', inner],
  ['assign', on({ actions: assign({}) }), 'ERR_COMPILE_ACTION', inner],
  ['raise', on({ actions: raise({ type: 'x' }) }), 'ERR_COMPILE_ACTION', inner],
  ['raise with a delay', nested({ entry: raise({ type: 'x' }, { delay: 1 }) }), 'ERR_COMPILE_ACTION', inner],
  ['emit', on({ actions: emit({ type: 'x' }) }), 'ERR_COMPILE_ACTION', inner],
  ['enqueueActions', on({ actions: enqueueActions(() => undefined) }), 'ERR_COMPILE_ACTION', inner],
  ['parameters', on({ actions: { type: 'push', params: { n: 1 } } }), 'ERR_COMPILE_ACTION', inner],
  ['a function on entry of the machine', machine({ entry: () => undefined }), 'ERR_COMPILE_ACTION', ''],
  ['a name that raises', implemented(raise({ type: 'x' })), 'ERR_COMPILE_ACTION', 'a'],
  ['a name that runs a function', implemented(() => undefined), 'ERR_COMPILE_ACTION', 'a'],
]

describe('checkRepresentable', () => {
  test.each([...ofTheMachine, ...ofStates, ...ofTransitions, ...ofActions])(
    'refuses %s',
    (...[, refused, code, path]) => {
      const { code: seen, state } = refusedOf(refused)
      expect([seen, state]).toEqual([code, path])
    },
  )

  test.each([
    ['a function', on({ actions: function act() {} }), 'seen: the function act'],
    ['a built-in action', on({ actions: raise({ type: 'x' }) }), 'seen: the function raise'],
    ['parameters', on({ actions: { type: 'push', params: 1n } }), 'seen: an object of type push'],
    ['nothing at all', nested({ entry: [null] }), 'seen: an object of type undefined'],
    ['an implementation', implemented(raise({ type: 'x' })), '"push" has an implementation'],
  ])('says what it saw in place of a name: %s', (_what, refused, message) => {
    expect(refusedOf(refused).message).toContain(message)
  })

  test('says which state and which event it refuses, and what to do instead', () => {
    expect(refusedOf(on(['other', 'inner']))).toMatchObject({
      name: 'CompileError',
      message: 'state "outer.inner": event "go": each event has one transition, neither several nor none',
    })
    expect(refusedOf(machine({ context: { count: 0 } })).message).toBe(
      'state "(root)": context must be empty; data lives with whoever runs the machine',
    )
  })

  test('looks at the states first, so that what they add to their transitions is not blamed on these', () => {
    const code = refusedOf(
      machine({ initial: 'a', states: { a: { id: 'a', route: { guard: 'may' } } } }),
    ).code
    expect(code).toBe('ERR_COMPILE_ROUTE')
  })

  test.each([
    ['empty context', machine({ context: {} })],
    ['a dot in the id of the machine, which no path begins with', machine({ id: 'cache.transaction' })],
    ['empty lists', machine({ entry: [], exit: [], always: [], invoke: [], after: {}, tags: [] })],
    [
      'descriptions and meta of transitions',
      machine({ on: { go: { actions: ['a'], description: 'x', meta: {} } } }),
    ],
    [
      'an implementation of an action that no state names',
      machine({}).provide({ actions: { a: () => undefined } }),
    ],
    ['an initial transition without actions', machine({ initial: { target: 'a' }, states: { a: {} } })],
  ])('accepts %s', (_what, accepted) => {
    expect(compile(accepted).states.size).toBe(1)
  })
})
