import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fieldValue } from '../http/field-lines.ts'
import { formatHttpDate } from '../http/http-date.ts'
import type { FieldLines } from '../http/message.ts'
import { contentRangeOf } from '../http/partial-content.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { presentStored } from './present.ts'
import { decideReply } from './reply.ts'
import { readRequestFacts } from './request-facts.ts'
import { decideReuse } from './reuse.ts'
import type { Ask, CacheMode } from './verdicts.ts'

const epoch = Date.UTC(2026, 0, 1)
const time = fc.integer({ min: -120, max: 300 }).map((seconds) => epoch + seconds * 500)
const policy = fc
  .record({ shared: fc.boolean(), staleWhileRevalidate: fc.integer({ min: 0, max: 30 }) })
  .map(definePolicy)
const mode = fc.constantFrom<CacheMode>('default', 'reload', 'no-cache', 'force-cache', 'only-if-cached')

/** Mostly what fits together: a part of ten bytes that says so, fresh, with one entity tag. */
const usually = <Value>(value: Value, ...others: readonly Value[]) =>
  fc.oneof({ arbitrary: fc.constant(value), weight: 6 }, { arbitrary: fc.constantFrom(...others), weight: 1 })
const cacheControl = usually('max-age=60', 'no-store', 'max-age=0').map((text) => ['Cache-Control', text])
const validators = usually<FieldLines>(
  ...([['ETag', '"a"'], [], ['ETag', '"b"'], ['ETag', 'W/"a"'], ['ETag', 'a']] as const),
  ...[epoch - 9000, epoch].map((modified) => ['Last-Modified', formatHttpDate(modified)]),
)
const framing = fc
  .tuple(fc.nat(9), fc.nat(9), usually('10', '*', '5'), usually(null, 0, 3, 10))
  .map(([one, other, complete, length]) => [
    ...['Content-Range', `bytes ${Math.min(one, other)}-${Math.max(one, other)}/${complete}`],
    ...(length === null ? [] : ['Content-Length', String(length)]),
  ])
const partial = fc.record({
  status: usually(206, 200, 304, 416, 404),
  reason: fc.constant(''),
  fields: fc.tuple(framing, validators, cacheControl).map((lines) => lines.flat()),
})
const ranged = fc.record({
  method: usually('GET', 'HEAD'),
  url: fc.constant('http://example.com/'),
  fields: fc.constantFrom<FieldLines>(
    [],
    ['Range', 'bytes=0-4'],
    ['Range', 'bytes=5-'],
    ['Range', 'bytes=-3, 0-1'],
    ['Range', 'bytes=2-4', 'If-Range', '"a"'],
    ['Range', 'lines=1-2'],
  ),
})
const past = fc.record({ request: ranged, reply: partial, requestTime: time, responseTime: time })
const replied = fc
  .record({ first: past, second: past, ask: fc.constantFrom<Ask>('plain', 'validate', 'complete'), policy })
  .map(({ first, second, ask, policy: options }) => {
    const stored = createStoredResponse(first, options)
    const facts = readRequestFacts(second.request)
    const verdict = decideReply({ ...second, facts, stored, ask, background: false }, options)
    return { ...second, facts, stored, ask, verdict }
  })

describe('laws of parts (RFC 9111 §3.3, §3.4)', () => {
  test('a part is stored as what it is, for a request that asked for one, and says how long it is', () => {
    fc.assert(
      fc.property(replied, ({ verdict, facts, reply: { status } }) => {
        if (verdict.type !== 'reply.store') return
        expect(verdict.stored.part !== null).toBe(status === 206)
        expect(status === 206 && facts.range === null).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })

  test('what is combined is one strong entity tag to both, and nothing of the stored body beyond its ends', () => {
    fc.assert(
      fc.property(replied, ({ verdict, stored, ask, reply }) => {
        if (verdict.type !== 'reply.combine') return
        expect(fieldValue(reply.fields, 'etag')).toBe(stored.etag)
        expect(stored.etag).toMatch(/^"/)
        expect(verdict.splice.answer).toBe(ask === 'complete' ? 'whole' : 'reply')
        const length = stored.part?.length ?? Number(fieldValue(stored.fields, 'content-length'))
        const before = verdict.splice.before ?? { from: 0, to: 0 }
        const after = verdict.splice.after ?? { from: length, to: length }
        expect([before.from, after.to]).toEqual([0, length])
        expect(before.to).toBeLessThanOrEqual(after.from)
        const added = contentRangeOf(reply)
        const together =
          before.to + (added === null ? NaN : added.last - added.first + 1) + length - after.from
        expect(fieldValue(verdict.stored.fields, 'content-length') ?? String(together)).toBe(String(together))
        expect(verdict.stored.part?.length ?? together).toBe(together)
      }),
      { numRuns: 2000 },
    )
  })

  test('a part never answers for what it does not have, be it ever so fresh', () => {
    fc.assert(
      fc.property(past, ranged, policy, mode, (...[first, asked, options, how]) => {
        const stored = createStoredResponse(first, options)
        if (stored.part === null) return
        const facts = readRequestFacts(asked)
        const question = {
          facts,
          stored,
          variants: 'some',
          mode: how,
          waitedSince: null,
          now: epoch,
          policy: options,
        } as const
        const { type } = decideReuse(question)
        if (type !== 'lookup.fresh' && type !== 'lookup.stale') return
        const head = presentStored({ facts, stored, length: stored.part.length, now: epoch, policy: options })
        expect([206, 304]).toContain(head.status)
        expect(facts.range).not.toBeNull()
      }),
      { numRuns: 2000 },
    )
  })
})
