/** Every task, by the name that package.json passes. Each module's default export takes arguments and returns an exit code. */
export const tasks = {
  start: {
    about: 'build, then run the demonstration, or the command line with the given arguments',
    load: () => import('./task-start.mjs'),
  },
  test: {
    about: 'all tests with coverage thresholds, or those that the arguments select',
    load: () => import('./task-test.mjs'),
  },
  build: {
    about: 'compile every package to its dist folder',
    load: () => import('./task-build.mjs'),
  },
  check: {
    about: 'format, lint, types, layers, unused code, package lint, documents',
    load: () => import('./task-check.mjs'),
  },
  bench: {
    about: 'build, then run the benchmarks',
    load: () => import('./task-bench.mjs'),
  },
  soak: {
    about: 'load for each adapter while origin, store and clients fail; nothing may hang, leak or grow',
    load: () => import('./task-soak.mjs'),
  },
  mutate: {
    about: 'change policy in thousands of places, and see whether its tests notice; takes half an hour',
    load: () => import('./task-mutate.mjs'),
  },
  verify: {
    about:
      'explore the machines with up to three clients, and see whether it finds what is broken on purpose',
    load: () => import('./task-verify.mjs'),
  },
  docs: {
    about: 'write the generated documents anew',
    load: () => import('./task-docs.mjs'),
  },
  format: {
    about: 'write the format that check demands',
    load: () => import('./task-format.mjs'),
  },
}
