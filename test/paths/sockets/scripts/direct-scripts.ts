import { answeredText, replacing, storable } from '../bodies.ts'
import type { EdgeScripts } from '../edge-script.ts'

const fromOrigin = { line: `200 ${answeredText}`, from: 'origin' } as const

/** The origin replies to a request that is not the cache's, or does not. */
export const directScripts: EdgeScripts = {
  'reply.received': {
    allows: { request: ['bypass', 'plain'] },
    happens: async (play) => (await play.call()).answer(storable, play.scene.body),
    answer: fromOrigin,
  },
  'reply.invalidating': {
    allows: { request: ['write'] },
    happens: async (play) => (await play.call()).answer(storable, play.scene.body),
    answer: fromOrigin,
  },
  'reply.replacing': {
    allows: { request: ['write'] },
    happens: async (play) => (await play.call()).answer(replacing, play.scene.body),
    answer: fromOrigin,
  },
  'reply.failed': { happens: async (play) => play.lose(await play.call()), failure: 502 },
  'deadline.failed': {
    async happens(play) {
      await play.call()
      play.passDeadline('reply')
    },
    failure: 504,
  },
  'client.gone': {
    async happens(play) {
      await play.call()
      play.leave()
    },
  },
}
