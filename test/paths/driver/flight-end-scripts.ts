import type { AbortPolicy } from '@cachechart/core'
import type { Need } from './ground.ts'
import { secondHalf, settle, url, whole, type Scene } from './scene.ts'
import type { Script, Scripts, Step } from './script.ts'

const textOf = ({ before }: Step): string => (before.includes('reply.combine') ? secondHalf : whole)

const stopped: AbortPolicy = {
  leader: { delivering: 'stop' },
  follower: { delivering: 'stop' },
  background: { delivering: 'stop' },
}

const hasLeft = ({ before }: Step): boolean => before.includes('leader.left')

const background: Need = {
  leader: 'background',
  stored: 'stale',
  permits: ['stale-while-revalidate=600'],
}

/** Nobody wants the body any more. Who leads has left by then, or never had a client: a refresh, which others read. */
const stopsBody: Script = {
  need: (step) => ({
    options: { abort: stopped },
    ...(hasLeft(step) ? {} : background),
  }),
  happen: (scene) => {
    scene.unfollow()
  },
}

/** Nobody wants the reply any more. */
const stopsFetch: Script = {
  need: (step) => (hasLeft(step) ? {} : { options: { abort: { leader: { awaitBackend: 'stop' } } } }),
  happen: (scene, step) => {
    if (!hasLeft(step)) return scene.leave()
    void scene.cache.drain({ timeout: 1 })
    scene.clock.advance(1)
    return undefined
  },
}

/** The store has not said within its limit of time that it holds the body. */
const storeIsLate = (scene: Scene): void => {
  scene.clock.advance(2_000)
}

/** How a body, its way into the store, and a fetch end. */
export const flightEndScripts: Scripts = {
  'flight.purged': {
    happen: (scene) => {
      void scene.cache.purge({ url })
    },
  },
  // Who has asked for a lease, and not for the reply yet, takes that along when it leaves.
  'leader.resigned': {
    need: { lease: 'shared' },
    happen: (scene) => {
      scene.leave()
    },
  },
  'body.done': {
    happen: async (scene, step) => {
      scene.store.setDelay('sync')
      scene.body?.push(textOf(step))
      await settle()
      scene.store.setDelay('manual')
      scene.body?.end()
    },
  },
  // To a leader's client that reads it the failure is told first, and it leaves with that; a refresh has none.
  'body.failed': {
    need: (step) => (hasLeft(step) || step.before.includes('reply.combine') ? {} : background),
    happen: (scene) => {
      scene.body?.fail(new Error('the connection was reset'))
    },
  },
  'writer.done': {
    happen: (scene) => {
      scene.letStoreAnswer()
    },
  },
  // A purge may come while it is told that the store has broken: the writer is the flight's no more, and fails all the same.
  'writer.failed': {
    wraps: ({ state, before }) => (state === 'streaming.fenced' && before.at(-1) === 'flight.purged' ? 1 : 0),
    happen: (scene, step, within) => {
      scene.whenTolerated(within)
      scene.store.failNext('write')
      scene.body?.push(textOf(step))
    },
  },
  'committing on writer.failed': { happen: storeIsLate },
  'awaitReply.open on fetch.stopped': stopsFetch,
  'awaitReply.fenced on fetch.stopped': stopsFetch,
  'streaming.open on fetch.stopped': stopsBody,
  'streaming.fenced on fetch.stopped': stopsBody,
}
