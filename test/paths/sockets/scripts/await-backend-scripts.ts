import type { Reply } from '../../../adapters/origin/origin-call.ts'
import {
  answeredText,
  changed,
  misdirected,
  otherPart,
  personal,
  storable,
  storedText,
  unavailable,
  uncacheable,
  unusable,
  validated,
} from '../bodies.ts'
import type { EdgeScript, EdgeScripts } from '../edge-script.ts'
import type { Allowed } from '../scene.ts'

const fromOrigin = { line: `200 ${answeredText}`, from: 'origin' } as const
const fromStore = { line: `200 ${storedText}`, from: 'store' } as const

const replied = (reply: Reply): Pick<EdgeScript, 'happens'> => ({
  happens: async (play) => (await play.call()).answer(reply, play.scene.body),
})

const repliedWhole = (reply: Reply): Pick<EdgeScript, 'happens'> => ({
  happens: async (play) => (await play.call()).answer(reply),
})

const broken: Pick<EdgeScript, 'happens'> = { happens: async (play) => play.lose(await play.call()) }

const late: Pick<EdgeScript, 'happens'> = {
  async happens(play) {
    await play.call()
    play.passDeadline('reply')
  },
}

/** What may be asked for as a whole: the rest of a part has only one answer. */
const asWhole: Allowed = {
  stored: ['nothing', 'refreshable', 'both', 'maskable', 'stale', 'fresh', 'marked'],
  request: ['plain', 'background'],
}
const validating: Allowed = {
  ...asWhole,
  stored: ['maskable', 'stale', 'refreshable', 'both'],
}
const masking: Allowed = { ...asWhole, stored: ['maskable', 'both'] }
const unmasked: Allowed = { ...asWhole, stored: ['nothing', 'stale', 'refreshable'] }
const ofHead: Allowed = { stored: ['maskable', 'stale'], request: ['head'], body: ['whole'] }

/** The same replies mean the same to the cache, whether anybody waits for them or not. */
const replies: EdgeScripts = {
  'reply.store': { allows: asWhole, ...replied(storable), answer: fromOrigin },
  'reply.freshen': { allows: validating, ...repliedWhole(validated), answer: fromStore },
  'reply.combine': {
    allows: { stored: ['part'], request: ['plain'], body: ['whole'] },
    ...repliedWhole(otherPart),
    answer: fromStore,
  },
  'reply.expire': { allows: ofHead, ...repliedWhole(changed), answer: { line: '200', from: 'origin' } },
  'reply.decline': { allows: asWhole, ...replied(unusable), answer: fromOrigin },
  'reply.uncacheable': { allows: asWhole, ...replied(uncacheable), answer: fromOrigin },
  'reply.failed': { allows: unmasked, ...broken, failure: 502 },
  'reply.orphaned': {
    allows: validating,
    async happens(play) {
      const call = await play.call()
      play.forgetCall()
      call.answer(misdirected)
    },
  },
  'deadline.masked': { allows: masking, ...late, answer: fromStore },
  'deadline.failed': { allows: unmasked, ...late, failure: 504 },
}

/** The origin replies, keeps silent, or breaks off, and the client stays or leaves. */
export const attachedScripts: EdgeScripts = {
  ...replies,
  'reply.masked': { allows: masking, ...repliedWhole(unavailable), answer: fromStore },
  'deadline.detached': {
    allows: { limit: ['attached'], company: ['alone', 'leader'], lookup: ['answered', 'broken'] },
    async happens(play) {
      await play.call()
      play.passDeadline('transaction')
    },
    failure: 504,
  },
  'client.gone': {
    // A reply to HEAD has no body to store.
    allows: { leaving: ['finish'], request: ['plain'] },
    async happens(play) {
      await play.call()
      play.leave()
    },
  },
  'client.goneLast': {
    allows: { leaving: ['stop'] },
    async happens(play) {
      await play.call()
      play.leave()
    },
  },
}

/** The same without a client; whoever follows may leave as well. */
export const detachedScripts: EdgeScripts = {
  ...replies,
  'reply.uncacheable': { allows: asWhole, ...replied(personal), answer: fromOrigin },
  'reply.masked': { allows: masking, ...broken },
  'fetch.stopped': {
    allows: {
      ...asWhole,
      stored: ['nothing', 'refreshable', 'both', 'maskable', 'stale'],
      lookup: ['answered', 'broken'],
    },
    async happens(play) {
      await play.call()
      await play.followAndLeave()
    },
  },
}

/** An application behind a middleware has one turn with a request: to ask it again fails by itself. */
export const turnTakenScripts: EdgeScripts = {
  'reply.masked': { allows: masking, answer: fromStore },
  'reply.failed': { allows: unmasked, failure: 502 },
}
