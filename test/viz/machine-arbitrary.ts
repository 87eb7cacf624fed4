import fc from 'fast-check'
import { and, assign, fromPromise, not, raise, stateIn } from 'xstate'

/** A transition before it is known where the states are. */
interface DrawnTransition {
  /** Each a number, taken around the number of states. */
  readonly targets: readonly number[]
  readonly members: object
}

interface DrawnState {
  readonly kind: 'plain' | 'parallel' | 'final' | 'shallow' | 'deep'
  /** Where in the list of names those of its children begin. */
  readonly names: number
  readonly hasId: boolean
  /** What is done where it begins by itself; `undefined`: nothing is said of that. */
  readonly begins: readonly unknown[] | undefined
  readonly members: object
  readonly invokes: readonly object[]
  readonly transitions: readonly {
    readonly place: 'on' | 'after' | 'always' | 'onDone' | 'invokeDone' | 'invokeError' | 'invokeSnapshot'
    readonly key: number
    readonly candidates: readonly DrawnTransition[]
  }[]
  readonly children: readonly DrawnState[]
}

/** A machine's configuration, and how many states and transitions were put into it. */
export interface DrawnMachine {
  readonly config: object
  readonly states: number
  readonly transitions: number
}

const names = ['a', 'a.b', '7', '#c', 'constructor', 'in it', '10', 'b\\', 'toString', '*', ':', 'end']
const events = [
  'go',
  'mouse.*',
  '*',
  'mouse.move',
  '3',
  '__proto__',
  'valueOf',
  'go:0',
  'xstate.done.actor.someone',
]
const delays = ['1000', '50', 'soon', '1e3', 'later']

const guards = fc.constantFrom<unknown>(
  ...['mayPass', { type: 'isFull', params: { of: 3 } }, and(['a', not('b')]), stateIn('#n0'), () => true],
)
const actions = fc.array(
  fc.constantFrom<unknown>('begin', { type: 'count' }, assign({}), raise({ type: 'tick' }), () => undefined),
  { maxLength: 2 },
)

const transitionArbitrary: fc.Arbitrary<DrawnTransition> = fc.record({
  targets: fc.array(fc.nat(40), { maxLength: 2 }),
  members: fc.record(
    { guard: guards, actions, reenter: fc.boolean(), description: fc.constantFrom('', 'A way.') },
    { requiredKeys: [] },
  ),
})

const stateMembers = fc.record(
  {
    description: fc.constantFrom('', 'A state; it waits.'),
    tags: fc.constantFrom('quiet', ['quiet', 'new']),
    meta: fc.constantFrom({ waitsFor: 'nothing' }, { size: 3n, list: [1] }),
    entry: actions,
    exit: actions,
  },
  { requiredKeys: [] },
)

const invokeArbitrary = fc.array(
  fc.record(
    {
      src: fc.constantFrom<unknown>(
        'work',
        fromPromise(async function work() {}),
      ),
      id: fc.constantFrom('one', 'two'),
    },
    { requiredKeys: ['src'] },
  ),
  { maxLength: 2 },
)

const everyPlace = ['on', 'after', 'always', 'onDone', 'invokeDone', 'invokeError', 'invokeSnapshot'] as const

const { tree } = fc.letrec<{ tree: DrawnState }>((tie) => ({
  tree: fc.record({
    kind: fc.constantFrom('plain', 'plain', 'plain', 'parallel', 'final', 'shallow', 'deep'),
    names: fc.nat(names.length - 1),
    hasId: fc.boolean(),
    begins: fc.option(actions, { nil: undefined }),
    members: stateMembers,
    invokes: invokeArbitrary,
    transitions: fc.uniqueArray(
      fc.record({
        place: fc.constantFrom(...everyPlace),
        key: fc.nat(20),
        candidates: fc.array(transitionArbitrary, { minLength: 1, maxLength: 2 }),
      }),
      { maxLength: 4, selector: ({ place, key }) => `${place} ${keyOf(place, key)}` },
    ),
    children: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant([]),
      fc.array(tie('tree'), { maxLength: 4 }),
    ),
  }),
}))

const isKeyed = (place: string): boolean => place === 'on' || place === 'after'

const keyOf = (place: string, key: number): string => {
  if (!isKeyed(place)) return ''
  const keys = place === 'on' ? events : delays
  return keys[key % keys.length] ?? ''
}

/** Any machine that XState makes: states within states, of every kind, with transitions of every kind between them. */
export const machineArbitrary: fc.Arbitrary<DrawnMachine> = tree.map((drawn) => {
  const root: DrawnState = { ...drawn, kind: drawn.kind === 'parallel' ? 'parallel' : 'plain', hasId: true }
  const places = placeAll(root)
  const counter = { transitions: 0 }
  const config = writeState(root, { places, counter })
  return { config, states: places.size - 1, transitions: counter.transitions }
})

/** Every state with its number, its name, and how transitions name it. */
type Places = ReadonlyMap<
  DrawnState,
  { readonly number: number; readonly name: string; readonly reference: string }
>

interface Writing {
  readonly places: Places
  readonly counter: { transitions: number }
}

const childrenOf = ({ kind, children }: DrawnState): readonly DrawnState[] =>
  kind === 'plain' || kind === 'parallel' ? children : []

const mustHaveId = (state: DrawnState, name: string): boolean => state.hasId || name.startsWith('#')

function placeAll(root: DrawnState): Places {
  const places = new Map([[root, { number: 0, name: '', reference: '#n0' }]])
  const visit = (state: DrawnState, reference: string): void => {
    for (const [index, child] of childrenOf(state).entries()) {
      const name = names[(state.names + index) % names.length] ?? ''
      const path = `${reference}.${name.replace(/[.\\]/g, String.raw`\$&`)}`
      const number = places.size
      const own = mustHaveId(child, name) ? `#n${number}` : path
      places.set(child, { number, name, reference: own })
      visit(child, own)
    }
  }
  visit(root, '#n0')
  return places
}

function writeState(state: DrawnState, writing: Writing): object {
  const { number = 0, name = '' } = writing.places.get(state) ?? {}
  const children = childrenOf(state)
  const isHistory = state.kind === 'shallow' || state.kind === 'deep'
  const states = children.map(
    (child) => [writing.places.get(child)?.name, writeState(child, writing)] as const,
  )
  return {
    ...state.members,
    ...(mustHaveId(state, name) && { id: `n${number}` }),
    ...(state.kind !== 'plain' && !isHistory && { type: state.kind }),
    ...(state.kind === 'plain' &&
      states.length > 0 && { initial: initialOf(state, states[number % states.length]?.[0]) }),
    ...(states.length > 0 && { states: Object.fromEntries(states) }),
    ...(isHistory ? writeHistory(state, writing) : writeTransitions(state, writing)),
  }
}

const initialOf = ({ begins }: DrawnState, target: string | undefined): unknown =>
  begins === undefined ? target : { target, actions: begins }

const referencesOf = ({ targets }: DrawnTransition, { places }: Writing): (string | undefined)[] => {
  const all = [...places.values()]
  return targets.map((target) => all[target % all.length]?.reference)
}

/** The targets of a transition that nothing takes from there are those of the state itself. */
function writeHistory({ kind, transitions }: DrawnState, writing: Writing): object {
  const [first] = transitions.flatMap(({ candidates }) => candidates)
  const target = first === undefined ? [] : referencesOf(first, writing)
  return {
    type: 'history',
    ...(kind === 'deep' && { history: 'deep' }),
    ...(target.length > 0 && { target }),
  }
}

function writeTransitions({ transitions, invokes }: DrawnState, writing: Writing): object {
  const write = (place: string): [string, object[]][] =>
    transitions
      .filter((each) => each.place === place)
      .map(({ key, candidates }) => {
        Object.assign(writing.counter, { transitions: writing.counter.transitions + candidates.length })
        const configs = candidates.map((candidate) => ({
          ...candidate.members,
          ...(candidate.targets.length > 0 && { target: referencesOf(candidate, writing) }),
        }))
        return [keyOf(place, key), configs]
      })
  const [always, onDone] = ['always', 'onDone'].map((place) => Object.fromEntries(write(place))[''])
  const own =
    invokes.length === 0
      ? []
      : everyPlace.slice(4).map((place) => [place.replace('invoke', 'on'), write(place)[0]?.[1]])
  const told = own.filter(([, configs]) => configs !== undefined)
  return {
    on: Object.fromEntries(write('on')),
    after: Object.fromEntries(write('after')),
    ...(always !== undefined && { always }),
    ...(onDone !== undefined && { onDone }),
    invoke: invokes.map((invoke, index) =>
      index === 0 ? { ...invoke, ...Object.fromEntries(told) } : invoke,
    ),
  }
}
