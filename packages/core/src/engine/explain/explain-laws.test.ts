import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { withField, withoutFields } from '../../http/field-lines.ts'
import type { RequestHead, ResponseHead } from '../../http/message.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import { createStoredResponse } from '../../policy/create-stored.ts'
import { definePolicy } from '../../policy/default-policy.ts'
import { decideReply } from '../../policy/reply.ts'
import { readRequestFacts } from '../../policy/request-facts.ts'
import { decideReuse, type ReuseQuestion } from '../../policy/reuse.ts'
import type { Ask, CacheUse, ReplyFacts, ReplyVerdict, ReuseVerdict } from '../../policy/verdicts.ts'
import { requestArbitrary } from '../../testing/request-arbitrary.ts'
import { responseArbitrary } from '../../testing/response-arbitrary.ts'
import { explainNaturally } from './explain-reply-naturally.ts'
import { explainReuse } from './explain-reuse.ts'
import type { ReasonCode } from './explanation.ts'

const now = 1_700_000_000_000
const seed = 9
const policyArbitrary = fc
  .record({
    shared: fc.boolean(),
    staleWhileRevalidate: fc.constantFrom(0, 0, 30),
    staleIfError: fc.constantFrom(0, 0, 30),
    setCookie: fc.constantFrom('refuse' as const, 'store' as const),
  })
  .map((options) => definePolicy(options))

const modes: readonly CacheUse[] = [
  'default',
  'default',
  'default',
  'no-cache',
  'reload',
  'force-cache',
  'only-if-cached',
  'fresh',
]

const questionArbitrary: fc.Arbitrary<ReuseQuestion> = fc
  .record({
    request: requestArbitrary({ methods: ['GET', 'GET', 'HEAD'], now }),
    reply: responseArbitrary({ statuses: [200, 200, 206, 302, 404], now }),
    policy: policyArbitrary,
    mode: fc.constantFrom(...modes),
    age: fc.constantFrom(0, 1, 12, 59, 60, 61, 100, 100_000),
    waited: fc.constantFrom(null, null, null, now),
    nothing: fc.constantFrom(
      'none' as const,
      'some' as const,
      'stored' as const,
      'stored' as const,
      'stored' as const,
    ),
  })
  .map(({ request, reply, policy, mode, age, waited, nothing }) => ({
    facts: readRequestFacts(request),
    stored:
      nothing === 'stored'
        ? createStoredResponse({ request, reply, requestTime: now, responseTime: now }, policy)
        : null,
    variants: nothing === 'none' ? 'none' : 'some',
    mode,
    waitedSince: waited,
    now: now + age * 1000,
    policy,
  }))

/** What the first reason, which decides, makes of it, if nothing beside it changes that. */
const serving = ['lookup.fresh']
const servingStale = ['lookup.stale']
const asking = ['lookup.obliged']
const decisive: { readonly [Code in ReasonCode]?: readonly ReuseVerdict['type'][] | readonly string[] } = {
  'stored.fresh': serving,
  'stored.waited-for': serving,
  'mode.takes-stored': [...serving, ...servingStale],
  'stored.stale-while-revalidate': servingStale,
  'request.max-stale': servingStale,
  'stored.none': asking,
  'stored.other-variants': asking,
  'stored.no-cache': asking,
  'request.no-cache': asking,
  'mode.no-cache': asking,
  'mode.asks-origin': asking,
  'request.min-fresh': asking,
  'request.max-age': asking,
  'stored.must-revalidate': asking,
  'stored.proxy-revalidate': asking,
  'stored.s-maxage-veto': asking,
  'stored.no-stale-window': asking,
  'stored.stale-window-over': asking,
  'request.limits-age': asking,
  'request.max-stale-exceeded': asking,
}

const codesOf = (question: ReuseQuestion): readonly ReasonCode[] =>
  explainReuse(question).reasons.map(({ what }) => what)

const withDirectives = (question: ReuseQuestion, changes: object): ReuseQuestion => ({
  ...question,
  facts: {
    ...question.facts,
    directives: question.facts.directives && { ...question.facts.directives, ...changes },
  },
})

const withStored = (question: ReuseQuestion, changes: Partial<StoredResponse>): ReuseQuestion => ({
  ...question,
  stored: question.stored && { ...question.stored, ...changes },
})

const madeFresh = (question: ReuseQuestion): ReuseQuestion =>
  withStored(question, { lifetime: 2 ** 30, initialAge: 0, responseTime: question.now })

/** Takes away what a reason names, and nothing else. */
const without: { readonly [Code in ReasonCode]?: (question: ReuseQuestion) => ReuseQuestion } = {
  'stored.no-cache': (question) => withStored(question, { mustValidate: false }),
  'request.no-cache': (question) => withDirectives(question, { noCache: false }),
  'mode.no-cache': (question) => ({ ...question, mode: 'default' }),
  'mode.asks-origin': (question) => ({ ...question, mode: 'default' }),
  'mode.stored-only': (question) => ({ ...question, mode: 'default' }),
  'request.only-if-cached': (question) => withDirectives(question, { onlyIfCached: false }),
  'request.min-fresh': (question) => withDirectives(question, { minFresh: null }),
  'request.max-age': (question) => withDirectives(question, { maxAge: null }),
  'stored.must-revalidate': (question) => withStored(question, { mustNotBeStale: false }),
  'stored.proxy-revalidate': (question) => withStored(question, { mustNotBeStale: false }),
  'stored.s-maxage-veto': (question) => withStored(question, { mustNotBeStale: false }),
  'request.limits-age': (question) => withDirectives(question, { maxAge: null, minFresh: null }),
  'request.max-stale-exceeded': (question) => withDirectives(question, { maxStale: null }),
  'stored.no-stale-window': madeFresh,
  'stored.stale-window-over': madeFresh,
  'stored.part-lacks': (question) => withStored(question, { part: null }),
}

/** The codes of the obstacles in their order: those that can be taken away. */
const obstacleIn = (codes: readonly ReasonCode[]): ReasonCode | undefined =>
  codes.find((code) => code in without)

describe('an explanation of a lookup', () => {
  test(`never contradicts the verdict (seed ${seed})`, () => {
    fc.assert(
      fc.property(questionArbitrary, (question) => {
        const { verdict, reasons } = explainReuse(question)
        expect(verdict).toEqual(decideReuse(question))
        const codes = reasons.map(({ what }) => what)
        const isOnly = codes.includes('request.only-if-cached') || codes.includes('mode.stored-only')
        expect(isOnly).toBe(verdict.type === 'lookup.unsatisfied')
        if (isOnly) return
        const first = codes[0] ?? 'stored.none'
        const expected = codes.includes('stored.part-lacks') ? asking : decisive[first]
        expect([first, expected]).toEqual([first, expect.arrayContaining([verdict.type])])
      }),
      { numRuns: 1_000, seed },
    )
  })

  test(`names all that stands in the way: without it, one after the other, the stored response is served (seed ${seed})`, () => {
    fc.assert(
      fc.property(questionArbitrary, (question) => {
        if (question.stored === null) return
        let left = question
        for (let taken = 0; taken < 12; taken += 1) {
          const { verdict } = explainReuse(left)
          if (verdict.type === 'lookup.fresh' || verdict.type === 'lookup.stale') return
          const obstacle = obstacleIn(codesOf(left))
          expect(obstacle).toBeDefined()
          const next = obstacle === undefined ? left : (without[obstacle]?.(left) ?? left)
          // It is gone, so it was there.
          expect(codesOf(next)).not.toContain(obstacle)
          left = next
        }
        throw new Error('there is no end of obstacles')
      }),
      { numRuns: 1_000, seed },
    )
  })
})

interface Exchange {
  readonly request: RequestHead
  readonly reply: ResponseHead
}

const replyArbitrary = fc.record({
  request: requestArbitrary({ methods: ['GET', 'GET', 'GET', 'HEAD'], now }),
  reply: responseArbitrary({ now }),
  before: fc.option(responseArbitrary({ statuses: [200], now })),
  policy: policyArbitrary,
  ask: fc.constantFrom<Ask>('plain', 'validate', 'complete'),
  background: fc.boolean(),
})

type ReplySituation = typeof replyArbitrary extends fc.Arbitrary<infer Each> ? Each : never

function factsOf({ request, reply, before, policy, ask, background }: ReplySituation): ReplyFacts {
  const times = { requestTime: now, responseTime: now }
  const stored = before && createStoredResponse({ request, reply: before, ...times }, policy)
  return { request, facts: readRequestFacts(request), reply, stored, ask, background, ...times }
}

const meaning: { readonly [Type in ReplyVerdict['type']]: readonly ReasonCode[] } = {
  'reply.store': ['reply.stored'],
  'reply.freshen': ['reply.not-modified', 'reply.head-agrees'],
  'reply.combine': ['reply.combined'],
  'reply.expire': ['reply.head-disagrees'],
  'reply.decline': [
    ...['method', 'status', 'request-no-store', 'authorization', 'not-cacheable', 'never-reusable'].map(
      toReplyCode,
    ),
    ...['not-understood', 'no-store', 'private', 'set-cookie', 'vary-any'].map(toReplyCode),
    'reply.part-of-no-use',
    'reply.head-says-nothing',
  ],
  'reply.uncacheable': [
    'not-understood',
    'no-store',
    'private',
    'set-cookie',
    'vary-any',
    'never-reusable',
  ].map(toReplyCode),
  'reply.masked': ['reply.error-masked'],
  'reply.failed': ['reply.error-in-background', 'reply.orphaned'],
  'reply.orphaned': ['reply.orphaned'],
}

function toReplyCode(reason: string): ReasonCode {
  return `reply.${reason}` as ReasonCode // those above are
}

const bare = (exchange: Exchange, ...names: string[]): Exchange => ({
  request: { ...exchange.request, fields: withoutFields(exchange.request.fields, new Set(names)) },
  reply: { ...exchange.reply, fields: withoutFields(exchange.reply.fields, new Set(names)) },
})

const saying = (exchange: Exchange, name: string, value: string): Exchange => ({
  ...exchange,
  reply: { ...exchange.reply, fields: withField(exchange.reply.fields, name, value) },
})

const withStatus = (exchange: Exchange): Exchange => ({
  ...exchange,
  reply: { ...exchange.reply, status: 200 },
})

const permitted: { readonly [Code in ReasonCode]?: (exchange: Exchange) => Exchange } = {
  'reply.status': withStatus,
  'reply.not-cacheable': withStatus,
  'reply.not-understood': withStatus,
  'reply.request-no-store': (exchange) => bare(exchange, 'cache-control'),
  'reply.no-store': (exchange) => bare(exchange, 'cache-control'),
  'reply.private': (exchange) => bare(exchange, 'cache-control'),
  'reply.authorization': (exchange) => bare(exchange, 'authorization'),
  'reply.set-cookie': (exchange) => bare(exchange, 'set-cookie'),
  'reply.vary-any': (exchange) => bare(exchange, 'vary'),
  'reply.never-reusable': (exchange) => saying(exchange, 'ETag', '"a"'),
}

describe('an explanation of a reply', () => {
  test(`never contradicts the verdict (seed ${seed})`, () => {
    fc.assert(
      fc.property(replyArbitrary, (situation) => {
        // A 304 that nobody asked for is told before policy is asked.
        fc.pre(situation.reply.status !== 304 || situation.ask !== 'plain')
        const facts = factsOf(situation)
        const { type } = decideReply(facts, situation.policy)
        const first = explainNaturally(facts, situation.policy)[0]?.what
        expect([type, meaning[type]]).toEqual([type, expect.arrayContaining([first])])
      }),
      { numRuns: 1_000, seed },
    )
  })

  test(`names all that keeps it from being stored: without it, one after the other, it is (seed ${seed})`, () => {
    fc.assert(
      fc.property(replyArbitrary, ({ request, reply, policy }) => {
        fc.pre(request.method === 'GET' && ![206, 304, 416].includes(reply.status))
        // Whatever Connection names does not count.
        let exchange = bare({ request, reply }, 'connection')
        for (let taken = 0; taken < 12; taken += 1) {
          const facts = factsOf({ ...exchange, before: null, policy, ask: 'plain', background: false })
          const [first] = explainNaturally(facts, policy)
          if (first?.what === 'reply.stored') return
          const permit = permitted[first?.what ?? 'reply.stored']
          expect([first?.what, typeof permit]).toEqual([first?.what, 'function'])
          exchange = permit?.(exchange) ?? exchange
        }
        throw new Error('there is no end of obstacles')
      }),
      { numRuns: 1_000, seed },
    )
  })
})
