import { deadlines, type Scene } from './scene.ts'
import type { Script, Scripts } from './script.ts'

const leaderIsLate: Script['happen'] = (scene) => {
  scene.clock.advance(deadlines.flight)
}

const onTimeout = (choice: 'pass' | 'stale' | 'fail') => ({ options: { collapse: { onTimeout: choice } } })

/** The leader is told that what it has is still right; the store is slow to say that it knows. */
const leaderFreshens = (scene: Scene): void => {
  scene.answer('leader', { status: 304, fields: ['ETag', '"1"', 'Cache-Control', 'max-age=60'] })
}

/** What a follower is told by the flight of its leader. */
export const followingScripts: Scripts = {
  'flight.shared': {
    happen: (scene) => {
      scene.answer('leader', { fields: ['Cache-Control', 'max-age=60'] }, 'streamed')
    },
  },
  'flight.landed': {
    // Where the next lookup is not to find anything fresh: the leader is served what is stale, which the follower refuses.
    need: ({ next }) =>
      next === 'lookup.fresh'
        ? { stored: 'stale' }
        : {
            stored: 'stale',
            permits: ['stale-if-error=600'],
            fields: ['Cache-Control', 'stale-if-error=0'],
          },
    happen: async (scene, { next }) => {
      scene.store.setDelay('manual')
      if (next !== 'lookup.fresh') return scene.fail('leader')
      leaderFreshens(scene)
      await Promise.resolve()
      await Promise.resolve()
      scene.store.release(1)
      return undefined
    },
  },
  'flight.masked': {
    need: { stored: 'stale', permits: ['stale-if-error=600'] },
    happen: (scene) => {
      scene.fail('leader')
    },
  },
  // RFC 6585 §4: about the leader's request alone.
  'flight.woken': {
    happen: (scene) => {
      scene.answer('leader', { status: 429 })
    },
  },
  'flight.passed': {
    happen: (scene) => {
      scene.answer('leader', { fields: ['Cache-Control', 'no-store'] })
    },
  },
  'awaitFlight on deadline.passed': { need: onTimeout('pass'), happen: leaderIsLate },
  'awaitFlight on deadline.masked': {
    need: { stored: 'stale', permits: ['stale-if-error=600'], ...onTimeout('stale') },
    happen: leaderIsLate,
  },
  'awaitFlight on deadline.failed': { need: onTimeout('fail'), happen: leaderIsLate },
}
