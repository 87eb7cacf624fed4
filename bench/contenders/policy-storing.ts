import CachePolicy from 'http-cache-semantics'
import { loadPolicy } from './core-modules.ts'
import { headersOf, policySampleNames, requestLines, responseFields } from './policy-samples.ts'
import type { CreateWork } from './work.ts'

/** Calls it with each kind of response in turn, so that nothing is gained by remembering the last. */
const inTurn =
  <Reply>(replies: readonly Reply[], call: (reply: Reply) => void) =>
  (count: number): void => {
    let next = 0
    for (let done = 0; done < count; done += 1) {
      const reply = replies[next]
      if (reply !== undefined) call(reply)
      next = next + 1 === replies.length ? 0 : next + 1
    }
  }

/** What becomes of a reply, with all of it that reuse will need. */
export const policyStoring: CreateWork = async () => {
  const { decideAdmission, decideReply, definePolicy } = await loadPolicy()
  const policy = definePolicy()
  const request = { method: 'GET', url: 'http://example.com/sample', fields: requestLines }
  const admission = decideAdmission(request, 'default')
  if (admission.type !== 'request.lookup') throw new Error('it was not admitted')
  const { facts } = admission
  const replies = policySampleNames.map((name) => ({
    status: 200,
    reason: 'OK',
    fields: responseFields(name),
  }))
  const run = inTurn(replies, (reply) => {
    const now = Date.now()
    const times = { requestTime: now, responseTime: now }
    const question = { request, facts, reply, stored: null, ask: 'plain', background: false } as const
    const verdict = decideReply({ ...question, ...times }, policy)
    if (verdict.type !== 'reply.store') throw new Error(`that was not to be stored: ${verdict.type}`)
  })
  return { run }
}

/** The same by `new CachePolicy(…)`, asked whether and for how long. It parses dates when it is asked for a verdict. */
export const semanticsStoring: CreateWork = () => {
  const request = { method: 'GET', url: '/sample', headers: headersOf(requestLines) }
  const replies = policySampleNames.map((name) => ({ status: 200, headers: headersOf(responseFields(name)) }))
  const run = inTurn(replies, (reply) => {
    const policy = new CachePolicy(request, reply)
    if (!policy.storable() || policy.timeToLive() <= 0) throw new Error('that was not to be stored')
  })
  return { run }
}
