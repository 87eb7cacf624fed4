import type { CacheOptions } from '@cachechart/core'
import { limits } from './limits.ts'
import type { Setting } from './setting.ts'

/** What a cache is told of a setting. */
export const optionsOf = (setting: Setting): Omit<CacheOptions, 'store' | 'backend'> => {
  const { window, onTimeout, uncacheable, interpreter, abort } = setting
  const both = { awaitBackend: abort, delivering: abort }
  return {
    interpreter,
    random: () => 0.5,
    deadlines: { store: limits.store, flight: limits.flight, reply: limits.reply, body: limits.body },
    collapse: { window, onTimeout, uncacheable, markFor: limits.mark },
    abort: { leader: both, follower: { awaitFlight: abort, delivering: abort }, background: both },
    stuckAfter: Infinity,
  }
}
