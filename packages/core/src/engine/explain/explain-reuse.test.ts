import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../../http/http-date.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import { createStoredResponse } from '../../policy/create-stored.ts'
import { definePolicy } from '../../policy/default-policy.ts'
import type { PolicyOptions } from '../../policy/policy-options.ts'
import { readRequestFacts } from '../../policy/request-facts.ts'
import type { CacheUse } from '../../policy/verdicts.ts'
import { explainReuse } from './explain-reuse.ts'
import type { ReasonCode } from './explanation.ts'

const responseTime = Date.UTC(2026, 0, 1)

interface Situation extends PolicyOptions {
  /** Fields of the stored response beside Date. */
  readonly stored?: readonly string[]
  /** The status of what is stored, and what is different about it. */
  readonly status?: number
  readonly changes?: Partial<StoredResponse>
  /** Fields of the request. */
  readonly request?: readonly string[]
  readonly method?: string
  readonly mode?: CacheUse
  /** Seconds since it was stored. */
  readonly age?: number
  readonly waited?: number
}

function questionOf(situation: Situation) {
  const { stored: said = [], status = 200, request: asked = [], method = 'GET', mode, age = 0 } = situation
  const { changes, waited, ...options } = situation
  const policy = definePolicy(policyOf(options))
  const request = { method, url: 'http://example.com/', fields: asked }
  const reply = { status, reason: '', fields: ['Date', formatHttpDate(responseTime), ...said] }
  const exchange = { request, reply, requestTime: responseTime, responseTime }
  return {
    facts: readRequestFacts(request),
    stored: { ...createStoredResponse(exchange, policy), ...changes },
    variants: 'some' as const,
    mode: mode ?? ('default' as const),
    waitedSince: waited === undefined ? null : responseTime - waited * 1000,
    now: responseTime + age * 1000,
    policy,
  }
}

const policyOf = ({ shared, staleWhileRevalidate, targets }: Situation): PolicyOptions => ({
  ...(shared === undefined ? {} : { shared }),
  ...(staleWhileRevalidate === undefined ? {} : { staleWhileRevalidate }),
  ...(targets === undefined ? {} : { targets }),
})

const control = (value: string) => ['Cache-Control', value]
const minute = control('max-age=60')
const tagged = [...minute, 'ETag', '"a"']
const monthBefore = formatHttpDate(responseTime - 1_000_000_000)

/** What was asked, the verdict, and the reasons in their order. */
const situations: readonly [string, Situation, string, readonly ReasonCode[]][] = [
  ['fresh by max-age', { stored: minute, age: 12 }, 'lookup.fresh', ['stored.fresh', 'lifetime.max-age']],
  [
    'fresh by s-maxage, which goes before max-age',
    { stored: control('max-age=1, s-maxage=60'), age: 12 },
    'lookup.fresh',
    ['stored.fresh', 'lifetime.s-maxage'],
  ],
  [
    's-maxage is nothing to a private cache',
    { shared: false, stored: control('max-age=60, s-maxage=1'), age: 12 },
    'lookup.fresh',
    ['stored.fresh', 'lifetime.max-age'],
  ],
  [
    'fresh by Expires',
    { stored: ['Expires', formatHttpDate(responseTime + 60_000)], age: 12 },
    'lookup.fresh',
    ['stored.fresh', 'lifetime.expires'],
  ],
  [
    'max-age goes before Expires',
    { stored: [...minute, 'Expires', '0'], age: 12 },
    'lookup.fresh',
    ['stored.fresh', 'lifetime.max-age'],
  ],
  [
    'stale at once by an Expires that is no date',
    { stored: ['Expires', '0', 'ETag', '"a"'] },
    'lookup.obliged',
    ['stored.no-stale-window', 'stored.stale', 'lifetime.expires', 'ask.validate'],
  ],
  [
    'fresh by a guess',
    { stored: ['Last-Modified', monthBefore], age: 12 },
    'lookup.fresh',
    ['stored.fresh', 'lifetime.heuristic'],
  ],
  [
    'no guess for a status that does not permit one',
    { status: 302, stored: ['Last-Modified', monthBefore] },
    'lookup.obliged',
    ['stored.no-stale-window', 'stored.stale', 'lifetime.none', 'ask.validate'],
  ],
  [
    'fresh by CDN-Cache-Control, whatever Cache-Control says',
    { stored: [...control('no-store'), 'CDN-Cache-Control', 'max-age=60'] },
    'lookup.fresh',
    ['stored.fresh', 'lifetime.max-age', 'lifetime.targeted'],
  ],
  [
    'old already when it came',
    { stored: [...minute, 'Age', '50'], age: 12 },
    'lookup.obliged',
    ['stored.no-stale-window', 'stored.stale', 'lifetime.max-age', 'age.on-arrival'],
  ],
  [
    'made stale by a soft purge',
    { stored: tagged, changes: { lifetime: 3 }, age: 12 },
    'lookup.obliged',
    ['stored.no-stale-window', 'stored.stale', 'lifetime.set', 'ask.validate'],
  ],
  [
    'stale, with a Last-Modified to be validated by',
    { stored: [...minute, 'Last-Modified', monthBefore], age: 60 },
    'lookup.obliged',
    ['stored.no-stale-window', 'stored.stale', 'lifetime.max-age', 'ask.validate'],
  ],
  [
    'no-cache in the response',
    { stored: control('max-age=60, no-cache') },
    'lookup.obliged',
    ['stored.no-cache'],
  ],
  [
    'no-cache in the request',
    { stored: tagged, request: control('no-cache') },
    'lookup.obliged',
    ['request.no-cache', 'ask.validate'],
  ],
  [
    'Pragma in the request',
    { stored: minute, request: ['Pragma', 'no-cache'] },
    'lookup.obliged',
    ['request.no-cache'],
  ],
  [
    'came while the request waited',
    { stored: control('max-age=0'), waited: 1 },
    'lookup.fresh',
    ['stored.waited-for'],
  ],
  [
    'older than the client wants',
    { stored: minute, request: control('max-age=10'), age: 12 },
    'lookup.obliged',
    ['request.max-age', 'stored.fresh', 'lifetime.max-age'],
  ],
  [
    'not fresh for as long as the client wants',
    { stored: minute, request: control('min-fresh=50'), age: 12 },
    'lookup.obliged',
    ['request.min-fresh', 'stored.fresh', 'lifetime.max-age'],
  ],
  [
    'too old, and not fresh for long enough',
    { stored: minute, request: control('max-age=10, min-fresh=50'), age: 12 },
    'lookup.obliged',
    ['request.min-fresh', 'request.max-age', 'stored.fresh', 'lifetime.max-age'],
  ],
  [
    'a reload of what is immutable',
    { stored: control('max-age=60, immutable'), request: control('max-age=0'), age: 12 },
    'lookup.fresh',
    ['stored.fresh', 'lifetime.max-age', 'stored.immutable'],
  ],
  [
    'a client that limits the age, and finds what is young enough',
    { stored: minute, request: control('max-age=30'), age: 12 },
    'lookup.fresh',
    ['stored.fresh', 'lifetime.max-age'],
  ],
  [
    'must-revalidate',
    { stored: control('max-age=60, must-revalidate, stale-while-revalidate=60'), age: 61 },
    'lookup.obliged',
    ['stored.must-revalidate', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'proxy-revalidate',
    { stored: control('max-age=60, proxy-revalidate'), age: 61 },
    'lookup.obliged',
    ['stored.proxy-revalidate', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    's-maxage, which forbids stale reuse as well',
    { stored: control('s-maxage=60'), request: control('max-stale'), age: 61 },
    'lookup.obliged',
    ['stored.s-maxage-veto', 'stored.stale', 'lifetime.s-maxage'],
  ],
  [
    'inside stale-while-revalidate',
    { stored: control('max-age=60, stale-while-revalidate=30'), age: 61 },
    'lookup.stale',
    ['stored.stale-while-revalidate', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'inside the window that policy gives',
    { staleWhileRevalidate: 30, stored: minute, age: 61 },
    'lookup.stale',
    ['stored.stale-while-revalidate', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'past stale-while-revalidate',
    { stored: control('max-age=60, stale-while-revalidate=30'), age: 91 },
    'lookup.obliged',
    ['stored.stale-window-over', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'at the end of stale-while-revalidate',
    { stored: control('max-age=60, stale-while-revalidate=30'), age: 90 },
    'lookup.obliged',
    ['stored.stale-window-over', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'stale enough to be served, to a client that limits the age',
    { stored: control('max-age=60, stale-while-revalidate=30'), request: control('max-age=1000'), age: 61 },
    'lookup.obliged',
    ['request.limits-age', 'stored.stale-while-revalidate', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'past the window, for a client that limits the age',
    { stored: control('max-age=60, stale-while-revalidate=30'), request: control('max-age=1000'), age: 91 },
    'lookup.obliged',
    ['stored.stale-window-over', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'max-stale without an argument',
    { stored: minute, request: control('max-stale'), age: 999 },
    'lookup.stale',
    ['request.max-stale', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'max-stale inside stale-while-revalidate',
    { stored: control('max-age=60, stale-while-revalidate=30'), request: control('max-stale=20'), age: 61 },
    'lookup.stale',
    ['request.max-stale', 'stored.stale-while-revalidate', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'max-stale exceeded',
    { stored: minute, request: control('max-stale=20'), age: 80 },
    'lookup.obliged',
    ['request.max-stale-exceeded', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'only-if-cached, and stale',
    { stored: minute, request: control('only-if-cached'), age: 61 },
    'lookup.unsatisfied',
    ['stored.no-stale-window', 'stored.stale', 'lifetime.max-age', 'request.only-if-cached'],
  ],
  [
    'the strategy "fresh", and stale',
    { mode: 'fresh', stored: minute, age: 61 },
    'lookup.unsatisfied',
    ['stored.no-stale-window', 'stored.stale', 'lifetime.max-age', 'mode.stored-only'],
  ],
  [
    'the cache mode only-if-cached, and stale',
    { mode: 'only-if-cached', stored: minute, age: 61 },
    'lookup.stale',
    ['mode.takes-stored', 'stored.stale', 'lifetime.max-age'],
  ],
  [
    'force-cache of what is fresh',
    { mode: 'force-cache', stored: minute },
    'lookup.fresh',
    ['mode.takes-stored', 'stored.fresh', 'lifetime.max-age'],
  ],
  [
    'the cache mode no-cache',
    { mode: 'no-cache', stored: tagged },
    'lookup.obliged',
    ['mode.no-cache', 'ask.validate'],
  ],
  ['the cache mode reload', { mode: 'reload', stored: tagged }, 'lookup.obliged', ['mode.asks-origin']],
  [
    'the strategy "invalidate"',
    { mode: 'invalidate', stored: tagged },
    'lookup.obliged',
    ['mode.asks-origin'],
  ],
  [
    'Authorization, and a response for all that is stale',
    { stored: tagged, request: ['Authorization', 'Basic x'], age: 61 },
    'lookup.obliged',
    ['stored.no-stale-window', 'stored.stale', 'lifetime.max-age', 'request.authorization'],
  ],
  [
    'Authorization, and a response for all that may be served stale',
    {
      stored: control('max-age=60, stale-while-revalidate=30'),
      request: ['Authorization', 'Basic x'],
      age: 61,
    },
    'lookup.stale',
    ['stored.stale-while-revalidate', 'stored.stale', 'lifetime.max-age', 'request.authorization'],
  ],
  [
    'a part that lacks what is asked for, and can be completed',
    { status: 206, stored: [...tagged, 'Content-Range', 'bytes 0-4/10', 'Content-Length', '5'] },
    'lookup.obliged',
    ['stored.fresh', 'lifetime.max-age', 'stored.part-lacks', 'ask.complete'],
  ],
  [
    'a part that has what is asked for',
    {
      status: 206,
      stored: [...tagged, 'Content-Range', 'bytes 0-4/10', 'Content-Length', '5'],
      request: ['Range', 'bytes=1-2'],
    },
    'lookup.fresh',
    ['stored.fresh', 'lifetime.max-age'],
  ],
  [
    'an ETag and a Last-Modified',
    { stored: [...tagged, 'Last-Modified', monthBefore], age: 61 },
    'lookup.obliged',
    ['stored.no-stale-window', 'stored.stale', 'lifetime.max-age', 'ask.validate'],
  ],
]

describe('the reasons for what becomes of a stored response', () => {
  test.each(situations)('%s', (_title, situation, verdict, reasons) => {
    const explained = explainReuse(questionOf(situation))
    expect([explained.verdict.type, explained.reasons.map(({ what }) => what)]).toEqual([verdict, reasons])
    for (const { because, clause } of explained.reasons) {
      expect(because).toMatch(/^[A-Z].*\.$/)
      expect(clause).toMatch(/^(RFC \d{4} §[\d.]+|Fetch §[\d.]+)$/)
    }
  })

  test('have the numbers in them, with their units', () => {
    const [first, second] = explainReuse(questionOf({ stored: minute, age: 12 })).reasons
    expect(first).toEqual({
      what: 'stored.fresh',
      because: 'The stored response is fresh: 12 s old, with a freshness lifetime of 60 s.',
      clause: 'RFC 9111 §4.2',
      facts: [
        { name: 'age', value: 12, unit: 's' },
        { name: 'freshness lifetime', value: 60, unit: 's' },
        { name: 'freshness left', value: 48, unit: 's' },
      ],
    })
    expect(second?.because).toBe('Its freshness lifetime is 60 s (Cache-Control: max-age).')
  })

  test('tell a guess from what was said, and how far it may go', () => {
    const lifetime = (lastModified: number) =>
      explainReuse(
        questionOf({ stored: ['Last-Modified', formatHttpDate(responseTime - lastModified * 1000)] }),
      ).reasons[1]?.because
    expect(lifetime(1000)).toBe(
      'Its freshness lifetime is a guess: 100 s, a share of 0.1 of the 1000 s since Last-Modified.',
    )
    expect(lifetime(1_000_000)).toBe(
      'Its freshness lifetime is a guess: 86400 s, the most that a heuristic may give, of 1000000 s since Last-Modified.',
    )
  })

  test('tell what is asked of the origin', () => {
    const asked = explainReuse(
      questionOf({ stored: [...tagged, 'Last-Modified', monthBefore], age: 61 }),
    ).reasons.at(-1)
    expect(asked?.because).toBe(
      'The origin is asked whether it is still right (If-None-Match, If-Modified-Since).',
    )
  })

  test.each([
    ['none', 'stored.none'],
    ['some', 'stored.other-variants'],
  ] as const)('where nothing is selected: %s is stored for the key', (variants, reason) => {
    const explained = explainReuse({ ...questionOf({}), stored: null, variants })
    expect(explained.reasons.map(({ what }) => what)).toEqual([reason])
  })
})
