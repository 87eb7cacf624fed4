import { deadlines, type Scene } from './scene.ts'
import type { Need } from './ground.ts'
import type { Script, Scripts, Step } from './script.ts'

const originIsLate: Script['happen'] = (scene) => {
  scene.clock.advance(deadlines.reply)
}

/** A condition that fits nothing is asked once: what comes after that is the answer to a request without conditions. */
const isAskedAgain = ({ before }: Step): boolean => before.includes('reply.orphaned')

const isForHalf = ({ before }: Step): boolean =>
  before.includes('reply.orphaned') || before[0]?.startsWith('refresh.') === true

const masking: Need = { stored: 'stale', permits: ['stale-if-error=600'] }

const direct = (head: Parameters<Scene['answer']>[1]): Script => ({
  happen: (scene) => {
    scene.answer('subject', head, 'streamed')
  },
})

const fails: Script = {
  happen: (scene) => {
    scene.fail('subject')
  },
}

/** What the origin answers, and what the cache makes of it. */
export const replyScripts: Scripts = {
  'reply.store': direct({ fields: ['Cache-Control', 'max-age=60'] }),
  // RFC 9111 §4.3.4, or §4.3.5 where no condition was sent.
  'reply.freshen': {
    need: (step) => ({ stored: 'stale', ...(isAskedAgain(step) ? { method: 'HEAD' } : {}) }),
    happen: (scene, step) => {
      scene.answer('subject', { status: isAskedAgain(step) ? 200 : 304, fields: ['ETag', '"1"'] })
    },
  },
  // RFC 9111 §3.4: the half that is missing; or, to whoever has asked for a half, the one that is stored, anew.
  'reply.combine': {
    need: (step) => ({ stored: 'part', fields: isForHalf(step) ? ['Range', 'bytes=0-3'] : [] }),
    happen: (scene, step) => {
      const range = isForHalf(step) ? 'bytes 0-3/8' : 'bytes 4-7/8'
      const fields = ['ETag', '"1"', 'Content-Range', range, 'Cache-Control', 'max-age=60']
      scene.answer('subject', { status: 206, fields }, 'streamed')
    },
  },
  // RFC 9111 §4.3.5: what a GET would be answered now is something else.
  'reply.expire': {
    need: { stored: 'stale', method: 'HEAD' },
    happen: (scene) => {
      scene.answer('subject', { fields: ['ETag', '"2"'] })
    },
  },
  'reply.decline': direct({ status: 429 }),
  'reply.uncacheable': direct({ fields: ['Cache-Control', 'no-store'] }),
  'reply.masked': { ...fails, need: masking },
  'reply.failed': fails,
  'reply.orphaned': {
    need: { stored: 'stale' },
    happen: (scene) => {
      scene.answer('subject', { status: 304, fields: ['ETag', '"2"'] })
    },
  },
  'reply.received': direct({ status: 404 }),
  'reply.invalidating': direct({ status: 200 }),
  // RFC 9110 §9.3.3: it says that it is what a GET would be answered.
  'reply.replacing': direct({ fields: ['Cache-Control', 'max-age=60', 'Content-Location', '/page'] }),
  'awaitBackend.attached on deadline.masked': { need: masking, happen: originIsLate },
  'awaitBackend.detached on deadline.masked': { need: masking, happen: originIsLate },
  'awaitBackend.attached on deadline.failed': { happen: originIsLate },
  'awaitBackend.detached on deadline.failed': { happen: originIsLate },
  'direct on deadline.failed': { happen: originIsLate },
  'deadline.detached': {
    need: { overrides: { deadlines: { transaction: deadlines.transaction } } },
    happen: (scene) => {
      scene.clock.advance(deadlines.transaction)
    },
  },
  'client.goneLast': {
    need: { overrides: { abort: { leader: { awaitBackend: 'stop' } } } },
    happen: (scene) => {
      scene.leave()
    },
  },
  'fetch.stopped': {
    happen: (scene) => {
      void scene.cache.drain({ timeout: 1 })
      scene.clock.advance(1)
    },
  },
}
