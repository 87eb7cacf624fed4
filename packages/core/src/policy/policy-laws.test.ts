import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fieldValue, hasField } from '../http/field-lines.ts'
import { formatHttpDate } from '../http/http-date.ts'
import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { decideAdmission } from './admit.ts'
import { createStoredResponse } from './create-stored.ts'
import { currentAge, timeToLive } from './current-age.ts'
import { definePolicy } from './default-policy.ts'
import { freshenStored } from './freshen.ts'
import { presentStored } from './present.ts'
import { decideReply, decideReplyFailure } from './reply.ts'
import { readRequestFacts } from './request-facts.ts'
import { decideReuse } from './reuse.ts'
import { selectVariant } from './select-variant.ts'
import type { CacheMode } from './verdicts.ts'

const epoch = Date.UTC(2026, 0, 1)

// Times lie close together, and numbers are small: what matters happens where they meet.
const time = fc.integer({ min: -120, max: 300 }).map((seconds) => epoch + seconds * 500)
const date = time.map(formatHttpDate)
const seconds = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map(String),
  fc.constantFrom('', 'x', '-1', '99999999999'),
)
const timed = (names: string[]) =>
  fc
    .tuple(fc.constantFrom(...names), seconds)
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))

const requestDirective = fc.oneof(
  fc.constantFrom('no-cache', 'no-store', 'only-if-cached', 'no-transform', 'x'),
  timed(['max-age', 'min-fresh', 'max-stale', 'stale-if-error']),
)
const responseDirective = fc.oneof(
  fc.constantFrom(
    'no-cache',
    'no-store',
    'private',
    'public',
    'must-revalidate',
    'proxy-revalidate',
    'immutable',
  ),
  fc.constantFrom('must-understand', 'no-cache="etag"', 'private="x"', '"', '='),
  timed(['max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error']),
)
const cacheControl = (directive: fc.Arbitrary<string>) =>
  fc.array(directive, { maxLength: 4 }).map((all) => ['Cache-Control', all.join(', ')])

const value = fc.constantFrom('a', 'b', 'a, b', '', '"a"', 'W/"a"', '*')
const named = (names: string[], values: fc.Arbitrary<string>) => fc.tuple(fc.constantFrom(...names), values)

const requestFields: fc.Arbitrary<FieldLines> = fc
  .array(
    fc.oneof(
      cacheControl(requestDirective),
      named(['If-None-Match', 'Accept', 'Cookie', 'Authorization', 'Pragma'], value),
      named(['If-Modified-Since'], date),
    ),
    { maxLength: 4 },
  )
  .map((lines) => lines.flat())

const replyFields: fc.Arbitrary<FieldLines> = fc
  .array(
    fc.oneof(
      { arbitrary: cacheControl(responseDirective), weight: 3 },
      named(['ETag', 'Set-Cookie', 'X', 'Content-Type', 'Connection'], value),
      named(['Date', 'Expires', 'Last-Modified'], fc.oneof(date, fc.constantFrom('0', 'soon'))),
      named(['Age'], seconds),
      named(['Vary'], fc.constantFrom('Accept', 'Cookie, accept', '*', '')),
    ),
    { maxLength: 6 },
  )
  .map((lines) => lines.flat())

const request = fc.record({
  method: fc.constantFrom('GET', 'GET', 'HEAD'),
  url: fc.constant('http://example.com/'),
  fields: requestFields,
})
const reply = fc.record({
  status: fc.constantFrom(200, 200, 200, 204, 206, 301, 302, 304, 404, 500, 503),
  reason: fc.constant(''),
  fields: replyFields,
})
const exchange = fc.record({ request, reply, requestTime: time, responseTime: time })
const policy = fc
  .record({
    shared: fc.boolean(),
    staleIfError: fc.integer({ min: 0, max: 30 }),
    staleWhileRevalidate: fc.integer({ min: 0, max: 30 }),
  })
  .map(definePolicy)
const mode = fc.constantFrom<CacheMode>('default', 'reload', 'no-cache', 'force-cache', 'only-if-cached')

const runs = { numRuns: 500 }

/** A response that was stored, and a later request for the same key. */
const reuse = fc.record({ exchange, policy, request, mode, now: time }).map((given) => {
  const stored = createStoredResponse(given.exchange, given.policy)
  const facts = readRequestFacts(given.request)
  const question = {
    facts,
    stored,
    variants: 'some',
    mode: given.mode,
    waitedSince: null,
    now: given.now,
    policy: given.policy,
  } as const
  return { ...question, verdict: decideReuse(question), ttl: timeToLive(stored, given.now) }
})

describe('laws of age and freshness', () => {
  test('the age of a stored response is never negative and never decreases as time passes', () => {
    fc.assert(
      fc.property(exchange, policy, time, time, (...[given, options, one, other]) => {
        const stored = createStoredResponse(given, options)
        const earlier = currentAge(stored, Math.min(one, other))
        expect(earlier).toBeGreaterThanOrEqual(0)
        expect(currentAge(stored, Math.max(one, other))).toBeGreaterThanOrEqual(earlier)
        expect(stored.lifetime).toBeGreaterThanOrEqual(0)
      }),
      runs,
    )
  })

  test('whatever is served as fresh is younger than its lifetime', () => {
    fc.assert(
      fc.property(reuse, ({ verdict, ttl }) => {
        expect(verdict.type === 'lookup.fresh' && ttl <= 0).toBe(false)
      }),
      runs,
    )
  })
})

describe('laws of reuse', () => {
  test('no veto is ever overridden, unless the caller itself forces the cache', () => {
    fc.assert(
      fc.property(reuse, ({ verdict, stored, ttl, mode: asked }) => {
        if (asked === 'force-cache' || asked === 'only-if-cached') return
        const isVetoed = stored.mustValidate || (stored.mustNotBeStale && ttl <= 0)
        const isServed = verdict.type === 'lookup.fresh' || verdict.type === 'lookup.stale'
        expect(isVetoed && isServed).toBe(false)
      }),
      runs,
    )
  })

  test('a stale response that is to be refreshed lies inside its window', () => {
    fc.assert(
      fc.property(reuse, ({ verdict, stored, ttl, policy: { staleWhileRevalidate } }) => {
        if (verdict.type !== 'lookup.stale' || verdict.refresh === 'none') return
        expect(ttl).toBeLessThanOrEqual(0)
        expect(-ttl).toBeLessThan(stored.staleWhileRevalidate ?? staleWhileRevalidate)
      }),
      runs,
    )
  })

  test('a request that wants only what is stored never leads to the origin', () => {
    fc.assert(
      fc.property(reuse, ({ verdict, facts, mode: asked }) => {
        if (asked !== 'only-if-cached' && facts.directives?.onlyIfCached !== true) return
        const answers = [
          { type: 'lookup.fresh' },
          { type: 'lookup.stale', refresh: 'none' },
          { type: 'lookup.unsatisfied' },
        ]
        expect(answers).toContainEqual(verdict)
      }),
      runs,
    )
  })

  test('validation is asked for only with a validator', () => {
    fc.assert(
      fc.property(reuse, ({ verdict, stored }) => {
        if (verdict.type !== 'lookup.obliged' || verdict.ask !== 'validate') return
        expect(stored.etag ?? stored.lastModified).not.toBeNull()
      }),
      runs,
    )
  })
})

describe('laws of storing', () => {
  const replied = fc.record({ exchange, policy, background: fc.boolean() }).map((given) => {
    const facts = readRequestFacts(given.exchange.request)
    const whole = {
      ...given.exchange,
      facts,
      stored: null,
      ask: 'plain' as const,
      background: given.background,
    }
    return { ...whole, policy: given.policy, verdict: decideReply(whole, given.policy) }
  })
  // Apart from quoted arguments, every comma divides: that is how a careful person reads what is not well-formed.
  const says = (fields: FieldLines, directive: string) =>
    (fieldValue(fields, 'cache-control') ?? '')
      .replaceAll(/="[^"]*"/g, '=…')
      .split(',')
      .some((member) => member.trim() === directive)

  test('no-store is never stored (save beside must-understand), nor the reply to a request with it', () => {
    fc.assert(
      fc.property(replied, ({ verdict, facts, reply: { fields } }) => {
        if (verdict.type !== 'reply.store') return
        expect(facts.directives?.noStore ?? false).toBe(false)
        expect(says(fields, 'no-store') && !says(fields, 'must-understand')).toBe(false)
      }),
      runs,
    )
  })

  test('a shared cache stores nothing private, no cookie, and under Authorization only what permits it', () => {
    fc.assert(
      fc.property(replied, ({ verdict, facts, policy: { shared }, reply: { fields } }) => {
        if (verdict.type !== 'reply.store' || !shared) return
        expect(says(fields, 'private') || hasField(fields, 'set-cookie')).toBe(false)
        // RFC 9111 §5.2.2.7: the form that names fields is about these alone.
        expect(says(fields, 'private=…') && hasField(verdict.stored.fields, 'x')).toBe(false)
        const permits = /public|must-revalidate|s-maxage/.test(fieldValue(fields, 'cache-control') ?? '')
        expect(facts.hasAuthorization && !permits).toBe(false)
      }),
      runs,
    )
  })

  test('what is stored is plain JSON without Age and connection fields, and is selected for its own request', () => {
    fc.assert(
      fc.property(replied, ({ verdict, request: asked }) => {
        if (verdict.type !== 'reply.store') return
        const { stored } = verdict
        expect(JSON.parse(JSON.stringify(stored))).toEqual(stored)
        expect(hasField(stored.fields, 'age') || hasField(stored.fields, 'connection')).toBe(false)
        expect(hasField(stored.fields, 'date')).toBe(true)
        const entry = { response: stored }
        expect(selectVariant(asked, [entry])).toBe(entry)
      }),
      runs,
    )
  })

  test('a refresh stores no server error', () => {
    fc.assert(
      fc.property(replied, ({ verdict, background, reply: { status } }) => {
        if (!background || status < 500) return
        expect(verdict.type).toBe('reply.failed')
      }),
      runs,
    )
  })
})

describe('laws of freshening and masking', () => {
  /** RFC 9110 §5.3: the order of lines counts among those of one name only. */
  const inOrderOfNames = ({ fields, ...rest }: StoredResponse) => {
    const lines = fields.flatMap((name, index) =>
      index % 2 === 0 ? [[name, fields[index + 1]] as const] : [],
    )
    const names = [...new Set(lines.map(([name]) => name.toLowerCase()))].toSorted()
    return {
      ...rest,
      lines: names.flatMap((name) => lines.filter(([other]) => other.toLowerCase() === name)),
    }
  }

  test('freshening twice by the same 304 is freshening once', () => {
    fc.assert(
      fc.property(exchange, exchange, policy, (first, second, options) => {
        const once = freshenStored(createStoredResponse(first, options), second, options)
        expect(inOrderOfNames(freshenStored(once, second, options))).toEqual(inOrderOfNames(once))
      }),
      runs,
    )
  })

  test('an error is masked only inside a window that someone opened, and never against a veto', () => {
    fc.assert(
      fc.property(reuse, ({ facts, stored, now, policy: options, ttl }) => {
        if (decideReplyFailure({ facts, stored, now, policy: options }) === 'reply.failed') return
        expect(stored.mustNotBeStale || stored.mustValidate).toBe(false)
        const windows = [stored.staleIfError, facts.directives?.staleIfError ?? null]
        const given = windows.filter((window) => window !== null)
        expect(-ttl).toBeLessThan(given.length > 0 ? Math.min(...given) : options.staleIfError)
      }),
      runs,
    )
  })
})

describe('laws of presentation and admission', () => {
  test('Age and Cache-Status agree with the age, and 304 answers conditions only', () => {
    fc.assert(
      fc.property(reuse, ({ facts, stored, now, policy: options, ttl }) => {
        const head = presentStored({ facts, stored, length: 10, now, policy: options })
        const added = ['Age', String(currentAge(stored, now)), 'Cache-Status', `cachechart; hit; ttl=${ttl}`]
        expect(head.fields.slice(-4)).toEqual(added)
        const isConditional = facts.ifNoneMatch !== null || facts.ifModifiedSince !== null
        expect(head.status === 304 && stored.status === 200 && !isConditional).toBe(false)
      }),
      runs,
    )
  })

  test('every request is looked up, passed or unsatisfied', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), mode, (method, fields, asked) => {
        const { type } = decideAdmission({ method, url: '', fields }, asked)
        expect(['request.lookup', 'request.pass', 'request.unsatisfied']).toContain(type)
      }),
    )
  })
})
