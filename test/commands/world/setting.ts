import fc from 'fast-check'

/** How the cache and its store are set up in one story. */
export interface Setting {
  /** When the store answers: at once, a little later, or when the story says so. */
  readonly store: 'sync' | 'microtask' | 'manual'
  /** The store gives bodies in pieces of this many bytes; `undefined`: whole. */
  readonly chunkBytes: number | undefined
  /** How far a reader may be behind, in bytes. */
  readonly window: number
  readonly onTimeout: 'stale' | 'pass' | 'fail'
  readonly uncacheable: 'miss' | 'pass'
  /** What becomes of a fetch whose clients leave. */
  readonly abort: 'finish' | 'finishIfWanted' | 'stop'
  readonly interpreter: 'table' | 'xstate'
  /** Whether all that follows from one step has happened before the next. */
  readonly pace: 'calm' | 'hasty'
}

export const settingArbitrary: fc.Arbitrary<Setting> = fc.record({
  store: fc.constantFrom('sync', 'sync', 'microtask', 'manual'),
  chunkBytes: fc.constantFrom(undefined, undefined, 3),
  window: fc.constantFrom(1_000_000, 4),
  onTimeout: fc.constantFrom('stale', 'pass', 'fail'),
  uncacheable: fc.constantFrom('miss', 'pass'),
  abort: fc.constantFrom('finish', 'finish', 'finishIfWanted', 'stop'),
  interpreter: fc.constantFrom('table', 'table', 'table', 'xstate'),
  pace: fc.constantFrom('calm', 'calm', 'hasty'),
})

export const tellSetting = (setting: Setting): string =>
  [
    { sync: 'the store answers at once', microtask: 'the store answers soon', manual: 'the store waits' }[
      setting.store
    ],
    setting.chunkBytes === undefined
      ? 'bodies are stored whole'
      : `stored bodies come by ${setting.chunkBytes}`,
    `window ${setting.window}`,
    `onTimeout ${setting.onTimeout}`,
    `uncacheable ${setting.uncacheable}`,
    `abort ${setting.abort}`,
    setting.interpreter,
    setting.pace,
  ].join('; ')
