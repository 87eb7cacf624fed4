/** Branch coverage is a promise only where the decisions are taken. */
const decidingLayers = ['machine', 'engine', 'policy'].map((layer) => `packages/core/src/${layer}`)
const full = { branches: 100, functions: 100, lines: 100, statements: 100 }

/** @type {import('jest').Config} */
export default {
  testMatch: ['packages/*/src', 'test', 'bench'].map((place) => `<rootDir>/${place}/**/*.test.ts`),
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  collectCoverageFrom: decidingLayers.flatMap((layer) => [`${layer}/**/*.ts`, `!${layer}/**/*.test.ts`]),
  coverageReporters: ['text', 'json-summary'],
  coverageThreshold: {
    global: {},
    ...Object.fromEntries(decidingLayers.map((layer) => [`./${layer}/`, full])),
  },
  // Says at the end what was left out for want of a server.
  testResultsProcessor: '<rootDir>/scripts/say-left-out.mjs',
  maxWorkers: 2,
  // A machine that has other work takes its time; what hangs is noticed all the same.
  testTimeout: 60_000,
  setupFilesAfterEnv: ['<rootDir>/scripts/try-once-more.mjs'],
  // A mutation run keeps its copy of the project there.
  modulePathIgnorePatterns: ['<rootDir>/coverage/'],
  watchman: false,
}
