/** What one place in the source may import. Its own files it always may. */
type Permission = {
  /** Places and packages whose values and types may be imported. */
  readonly any?: readonly string[]
  /** Places and packages of which only types may be imported. */
  readonly types?: readonly string[]
}

const everyCoreLayer = [
  'core/http',
  'core/policy',
  'core/machine',
  'core/engine',
  'core/ports',
  'core/driver',
]

/**
 * The one table of who may import whom: the linter's rules and the architecture test are made from it. A place is a
 * package under `packages/`, or a folder of its `src`; `node:` stands for every module of Node. An inner layer never
 * names an outer one, not even for a type.
 */
export const layerTable: Readonly<Record<string, Permission>> = {
  'core/http': { any: ['structured-headers'] },
  'core/policy': { any: ['core/http'] },
  'core/machine': { any: ['xstate'], types: ['core/policy'] },
  'core/engine': { any: ['core/http', 'core/policy', 'core/machine', 'xstate'] },
  'core/ports': { types: ['core/http'] },
  'core/driver': { any: ['core/engine', 'core/ports'], types: ['core/http', 'core/policy', 'core/machine'] },
  'core/stores': { any: ['core/http', 'core/ports'] },
  'core/recording': { any: ['core/http', 'core/policy', 'core/machine', 'core/engine', 'core/stores'] },
  'core/testing': { any: [...everyCoreLayer, 'core/stores', '@xstate/graph', 'fast-check', 'xstate'] },
  core: { any: [...everyCoreLayer, 'core/stores'] },
  'adapters/fetch-standard': { any: ['@cachechart/core'] },
  'adapters/fetch': { any: ['@cachechart/core', 'adapters/fetch-standard'] },
  'adapters/dispatch': { any: ['@cachechart/core'], types: ['undici'] },
  'adapters/node': { any: ['@cachechart/core', 'adapters/dispatch', 'undici', 'node:'] },
  'adapters/undici': { any: ['@cachechart/core', 'adapters/dispatch', 'node:'], types: ['undici'] },
  'adapters/web': { any: ['@cachechart/core', 'adapters/fetch-standard'] },
  'adapters/testing': { any: ['@cachechart/core', 'node:'] },
  'adapters/sqlite': { any: ['@cachechart/core', 'node:'] },
  'adapters/redis': { any: ['@cachechart/core', 'redis', 'node:'] },
  viz: {
    any: ['xstate', 'elkjs', '@resvg/resvg-wasm', '@expo-google-fonts/inter', 'node:'],
    types: ['@cachechart/core'],
  },
  cli: {
    any: [
      '@cachechart/core',
      '@cachechart/adapters',
      '@cachechart/viz',
      'commander',
      'redis',
      'undici',
      'node:',
    ],
  },
}

/** The layers in which nothing waits, remembers the time or touches a platform. */
export const pureLayers = ['core/http', 'core/policy', 'core/machine', 'core/engine', 'core/recording']
