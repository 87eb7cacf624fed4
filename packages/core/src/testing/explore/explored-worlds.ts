import type { MachineOptions } from '../../engine/machines.ts'
import type { ExploredRequest, ExploredWorld } from './explored-world.ts'

/** Nothing is stored, the store answers at once, and all that may go wrong may. */
const cold: ExploredWorld = {
  name: 'cold',
  clients: [],
  stored: 'nothing',
  store: 'atOnce',
  storeFailures: 'never',
  lease: 'none',
  answers: ['fresh', 'uncacheable', 'error', 'reset'],
  bodyFailures: 'any',
  leaving: 'any',
  deadlines: 'states',
  purges: 1,
  purging: 'hard',
  window: 1_000,
  abort: 'finish',
  onTimeout: 'stale',
  uncacheable: 'miss',
  onStoreFailure: 'pass',
  machines: {},
}

/** How a world differs from the cold one. */
type Difference = Partial<ExploredWorld> & Pick<ExploredWorld, 'name'>

const validating = ['fresh', 'notModified', 'uncacheable', 'error', 'reset'] as const

/** Worlds for clients who all want the same in the same way. */
const alike: readonly Difference[] = [
  { name: 'cold' },
  { name: 'stale', stored: 'stale', answers: validating },
  { name: 'stale if error', stored: 'staleIfError', answers: validating },
]

/** Other processes share the store, and whoever waits for them may have no time for it. */
const hurried: Difference = { name: 'leased, hurried', lease: 'shared', deadlines: 'all' }

const slow: Difference = { name: 'slow store', store: 'slow' }

const broken: Difference = {
  name: 'broken store',
  stored: 'stale',
  store: 'slow',
  storeFailures: 'any',
  answers: validating,
}

/** Worlds in which one more wants something else. */
const mixed: readonly (Difference & { readonly other: ExploredRequest })[] = [
  { name: 'with a reload', other: 'noCache', stored: 'stale', answers: ['fresh', 'notModified', 'error'] },
  { name: 'with a write', other: 'post', stored: 'fresh', answers: ['fresh', 'error', 'reset'] },
]

/** What a single client can meet: small worlds, in which everything may happen. */
const lone: readonly (Difference & { readonly kinds: readonly ExploredRequest[] })[] = [
  {
    name: 'anything',
    kinds: ['get', 'noCache', 'onlyIfCached', 'head', 'post', 'put'],
    store: 'slow',
    storeFailures: 'any',
    answers: [
      'fresh',
      'freshAtOnce',
      'staleAtOnce',
      'notModified',
      'orphaned',
      'uncacheable',
      'error',
      'reset',
    ],
    deadlines: 'all',
  },
  {
    name: 'a part',
    kinds: ['range'],
    stored: 'part',
    store: 'slow',
    storeFailures: 'any',
    answers: ['fresh', 'partial', 'rangeNotSatisfiable', 'notModified', 'error', 'reset'],
    deadlines: 'all',
  },
]

const stores = ['nothing', 'fresh', 'stale', 'staleIfError', 'veto'] as const

const loneWorlds = (): Difference[] =>
  lone.flatMap(({ kinds, ...world }) =>
    kinds.flatMap((kind) =>
      (world.stored === undefined ? stores : [world.stored]).flatMap((stored) =>
        // What becomes of a store that fails is the same for all of them.
        (kind === 'get' ? (['pass', 'fail'] as const) : (['pass'] as const)).map((onStoreFailure) => ({
          ...world,
          name: `${world.name}: ${kind}, ${stored}, ${onStoreFailure}`,
          clients: [kind],
          stored,
          onStoreFailure,
        })),
      ),
    ),
  )

/** Choices of the cache's owner that change what becomes of those who wait. */
const choices: readonly Difference[] = [
  {
    name: 'stopping',
    abort: 'stop',
    stored: 'staleIfError',
    answers: ['fresh', 'freshAtOnce', 'notModified', 'reset'],
  },
  {
    name: 'finishing if wanted',
    abort: 'finishIfWanted',
    deadlines: 'all',
    answers: ['fresh', 'staleAtOnce', 'onlyNow', 'reset'],
  },
  { name: 'passing', onTimeout: 'pass', uncacheable: 'pass' },
  { name: 'failing', onTimeout: 'fail', deadlines: 'all' },
  { name: 'purged softly', stored: 'stale', purging: 'soft', answers: validating },
  { name: 'vetoed', stored: 'veto', answers: [...validating, 'orphaned'] },
  { name: 'narrow window', window: 2, answers: ['fresh', 'onlyNow', 'reset'] },
  {
    name: 'leased',
    lease: 'shared',
    stored: 'stale',
    answers: ['fresh', 'notModified', 'uncacheable', 'reset'],
  },
  { name: 'leased, cold', lease: 'shared', purging: 'soft' },
  { name: 'full store', storeFailures: 'full', answers: ['fresh', 'freshAtOnce', 'reset'] },
]

const of = (count: number, kind: ExploredRequest): ExploredRequest[] =>
  Array.from({ length: count }, () => kind)

const differencesFor = (count: number): Difference[] => {
  const gets = { clients: of(count, 'get') }
  if (count === 1)
    // The small ones first: what is wrong shows in them, more often than not.
    return [...[hurried, ...alike, ...choices].map((world) => ({ ...gets, ...world })), ...loneWorlds()]
  const others = mixed.map(({ other, ...world }) => ({ ...world, clients: [...of(count - 1, 'get'), other] }))
  if (count > 2)
    return [
      ...alike.map((world) => ({ ...gets, ...world })),
      ...others,
      { ...gets, ...slow, deadlines: 'never' },
    ]
  const pairs: Difference[] = [
    { name: 'with a head', clients: ['get', 'head'], stored: 'stale', answers: validating },
    {
      name: 'a part and the whole',
      clients: ['range', 'get'],
      stored: 'part',
      answers: ['fresh', 'partial', 'rangeNotSatisfiable', 'reset'],
    },
    {
      name: 'two parts',
      clients: ['range', 'range'],
      stored: 'part',
      answers: ['fresh', 'partial', 'rangeNotSatisfiable', 'reset'],
    },
  ]
  return [
    ...[...alike, ...choices].map((world) => ({ ...gets, ...world })),
    ...others,
    ...pairs,
    // The large ones last: what is wrong shows in a small one, more often than not.
    ...[
      { ...broken, deadlines: 'never' as const },
      { ...broken, name: 'broken store, vetoed', stored: 'veto' as const, deadlines: 'never' as const },
      slow,
    ].map((world) => ({ ...gets, ...world })),
  ]
}

/**
 * The worlds in which so many clients are explored. One of them meets everything that is modelled; two meet nearly all of
 * it; three meet what three are needed for: those who wait are woken, sent on, and overtaken.
 */
export const exploredWorlds = (count: number, machines: MachineOptions = {}): readonly ExploredWorld[] =>
  differencesFor(count).map((difference) => ({ ...cold, ...difference, machines }))

const kinds: readonly ExploredRequest[] = [
  'get',
  'get',
  'noCache',
  'get',
  'head',
  'get',
  'post',
  'range',
  'onlyIfCached',
  'put',
]

const stopping = ['finish', 'finishIfWanted', 'stop'] as const

/** The worlds of random walks: in each of them everything may happen, as nobody has to try all of it. */
export const walkedWorlds = (count: number, machines: MachineOptions = {}): readonly ExploredWorld[] =>
  [...stores, 'part' as const].flatMap((stored) =>
    stopping.map((abort) => ({
      ...cold,
      name: `anything: ${stored}, ${abort}`,
      clients: kinds.slice(0, count),
      stored,
      store: 'slow',
      storeFailures: 'any',
      lease: abort === 'finish' ? 'shared' : 'none',
      answers: [
        ...(['fresh', 'freshAtOnce', 'staleAtOnce', 'notModified', 'orphaned'] as const),
        ...(['onlyNow', 'uncacheable', 'partial', 'rangeNotSatisfiable', 'error', 'reset'] as const),
      ],
      deadlines: 'all',
      purges: 2,
      purging: abort === 'stop' ? 'soft' : 'hard',
      window: 2,
      abort,
      machines,
    })),
  )
