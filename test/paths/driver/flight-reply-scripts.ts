import type { Scene } from './scene.ts'
import type { Script, Scripts } from './script.ts'
import { replyScripts } from './reply-scripts.ts'

const answers = (head: Parameters<Scene['answer']>[1]): Script => ({
  happen: (scene) => {
    scene.answer('subject', head, 'streamed')
  },
})

const same = (event: string): Script => {
  const { need, happen } = replyScripts[event] ?? {}
  if (happen === undefined) throw new Error(`there is no script for ${event}`)
  return need === undefined ? { happen } : { need, happen }
}

/** What the leader's reply means to those who follow. */
export const flightReplyScripts: Scripts = {
  // Neither stored nor read, it would be broken off; where it is all there at once it is at its end before that.
  'awaitReply.fenced on reply.store': {
    happen: (scene, { before, next }) => {
      const isAtHand = before.includes('leader.left') && next === 'body.done'
      scene.answer('subject', { fields: ['Cache-Control', 'max-age=60'] }, isAtHand ? 'whole' : 'streamed')
    },
  },
  'reply.store': same('reply.store'),
  'reply.combine': same('reply.combine'),
  'reply.freshen': same('reply.freshen'),
  'reply.expire': same('reply.expire'),
  'reply.masked': same('reply.masked'),
  'reply.decline': same('reply.decline'),
  'reply.failed': same('reply.failed'),
  'reply.uncacheable': same('reply.uncacheable'),
  // RFC 9111 §4: of no use to any later request, but to those who have waited for it.
  'reply.share': answers({ fields: ['Cache-Control', 'max-age=0'] }),
}
