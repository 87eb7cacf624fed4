import { defineConfig, type OxlintOverride } from 'oxlint'
import { layerTable, pureLayers } from './test/architecture/layer-table.ts'

/** Names of the platform. The compiler does not know them in the pure layers; the linter says why. */
// prettier-ignore
const platformGlobals = [
  'AbortController', 'AbortSignal', 'Buffer', 'Intl', 'Promise', 'ReadableStream', 'Request', 'Response', 'URL',
  'clearInterval', 'clearTimeout', 'console', 'crypto', 'fetch', 'globalThis', 'performance', 'process',
  'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout', 'structuredClone',
]

const inLayer = (layer: string) => `packages/${layer.replace('/', '/src/')}/**/*.ts`

const purity: OxlintOverride = {
  files: pureLayers.map(inLayer),
  excludeFiles: ['**/*.test.ts'],
  rules: {
    'no-restricted-globals': [
      'error',
      ...platformGlobals.map((name) => ({
        name,
        message: 'This layer is pure: take it as an argument, or order it as an effect.',
      })),
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'This layer is pure: `now` is an argument.' },
      { object: 'Math', property: 'random', message: 'This layer is pure: chance is an argument.' },
    ],
  },
}

const coreLayers = Object.keys(layerTable).filter((place) => place.startsWith('core/'))
const everyImport = Object.values(layerTable).flatMap(({ any = [], types = [] }) => [...any, ...types])
const packages = [...new Set(everyImport)].filter((name) => layerTable[name] === undefined)

const toLayers = (places: readonly string[]) =>
  places.map((place) => `(\\.\\./)+${place.replace('core/', '')}/`)

/** The layer table, said to the linter: an editor then marks a wrong import while it is being typed. */
const layers: OxlintOverride[] = coreLayers.map((place) => {
  const { any = [], types = [] } = layerTable[place] ?? {}
  const message = `${place} may not import this; see test/architecture/layer-table.ts.`
  const isForbidden = (other: string) => other !== place && !any.includes(other) && !types.includes(other)
  const forbidden = [...toLayers(coreLayers.filter(isForbidden)), ...packages.filter(isForbidden)]
  const patterns = [
    { regexes: forbidden, message },
    { regexes: toLayers(types), message, allowTypeImports: true },
  ]
    .filter(({ regexes }) => regexes.length > 0)
    .map(({ regexes, ...pattern }) => ({ ...pattern, regex: `^(${regexes.join('|')})` }))
  return {
    files: [inLayer(place)],
    excludeFiles: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  }
})

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'jest'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['**/dist/**', 'coverage/**'],
  rules: {
    eqeqeq: 'error',
    'max-lines': ['error', { max: 300 }],
    'max-lines-per-function': ['error', { max: 40, skipComments: true }],
    'max-params': ['error', { max: 3 }],
    'no-console': 'error',
    'no-param-reassign': 'error',
    'no-var': 'error',
    'no-warning-comments': 'error',
    'prefer-const': 'error',
    // A function of a test's own that expects is named for it.
    'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }],
    'import/no-cycle': ['error', { ignoreTypes: true }],
    'import/no-default-export': 'error',
    'typescript/await-thenable': 'error',
    'typescript/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-import-type-side-effects': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    // The compiler's `noImplicitReturns` knows an exhaustive `switch`; field syntax is defined by control characters.
    'typescript/consistent-return': 'off',
    'no-control-regex': 'off',
    // `_name` says that a value is not used.
    'no-underscore-dangle': 'off',
    // fast-check is documented, and known, as `fc`.
    'import/no-named-as-default-member': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-useless-spread': 'off',
    // An `as` that narrows is allowed with a reason, which only a reader can judge.
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/only-throw-error': 'error',
    // A `default` may say that the rest is all the same; `assertNever` in it says that there is no rest.
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
  },
  overrides: [
    purity,
    ...layers,
    {
      files: ['**/*.test.ts', 'test/**/*.ts'],
      // The rows of a table of cases are its parameters.
      rules: { 'max-lines': ['error', { max: 400 }], 'max-lines-per-function': 'off', 'max-params': 'off' },
    },
    {
      files: ['scripts/**', 'bench/**', 'examples/**', 'packages/cli/**'],
      rules: { 'no-console': 'off' },
    },
    {
      files: ['packages/cli/bin/**'],
      rules: { 'import/no-unassigned-import': 'off' },
    },
    {
      files: ['scripts/**', '*.config.{js,ts}'],
      rules: { 'import/no-default-export': 'off' },
    },
  ],
})
