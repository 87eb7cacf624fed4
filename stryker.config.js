/**
 * What `npm run mutate` does to the policy layer; docs/mutation.md says what comes of it. All tests of the layer are loaded
 * as one file (test/mutation/policy-tests.ts), each mutant is tried by those that reach it, and what runs is a copy.
 *
 * @type {ConstructorParameters<typeof import('@stryker-mutator/core').Stryker>[0]}
 */
export default {
  mutate: ['packages/core/src/policy/**/*.ts', '!packages/core/src/policy/**/*.test.ts'],
  thresholds: { high: 95, low: 85, break: 85 },
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    config: { testMatch: ['<rootDir>/test/mutation/policy-tests.ts'] },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  ignorePatterns: [
    '**',
    '!package.json',
    '!jest.config.js',
    '!packages/core/package.json',
    '!packages/core/src/**',
    '!test/mutation/**',
  ],
  tempDirName: 'coverage/mutation-sandbox',
  cleanTempDir: 'always',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false, logTests: false },
  htmlReporter: { fileName: 'coverage/mutation.html' },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  incrementalFile: 'coverage/mutation-incremental.json',
}
