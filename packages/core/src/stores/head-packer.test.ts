import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { StoredResponse } from '../http/stored-response.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { storedResponseArbitrary } from '../testing/stored-response-arbitrary.ts'
import { HeadPacker } from './head-packer.ts'

const time = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 43 }),
  fc.constantFrom(0, -1, 0.5, 1_700_000_000_000.25, 2 ** 53, 1 - 2 ** 53, Number.MAX_VALUE),
)

/** Heads of every kind, with times that no clock would tell among them. */
const response = fc
  .record({
    response: storedResponseArbitrary,
    ...{ requestTime: time, responseTime: time, date: time, lastModifiedTime: fc.option(time) },
    staleWhileRevalidate: fc.constantFrom(null, 5, Infinity),
    initialAge: fc.constantFrom(0, 3, 0.04, 2 ** 31),
    heuristic: fc.boolean(),
    immutable: fc.boolean(),
    mustValidate: fc.boolean(),
    mustNotBeStale: fc.boolean(),
    sharedWithAuthorization: fc.boolean(),
    sensitive: fc.boolean(),
    sharedWith: fc.constantFrom('all' as const, 'cookieless' as const, 'none' as const),
    reason: fc.constantFrom('OK', ''),
    part: fc.constantFrom(null, { first: 1, last: 5, complete: 10, length: 5, range: 'bytes=1-5' }),
  })
  .map(({ response: head, ...changes }): StoredResponse => ({ ...head, ...changes }))

test('every head comes out as it went in, whatever was packed before it', () => {
  const heads = new HeadPacker()
  fc.assert(
    fc.property(fc.array(response, { maxLength: 5 }), (responses) => {
      const packed = responses.map((head) => heads.pack(head))
      expect(packed.map((head) => head.response())).toEqual(responses.map((head) => ({ ...head })))
      for (const [index, { vary, varied, date, surrogateKeys, url }] of packed.entries())
        expect(responses[index]).toMatchObject({ vary, varied, date, surrogateKeys, url })
    }),
    { numRuns: 300 },
  )
})

describe('heads that are alike', () => {
  const heads = new HeadPacker()
  const like = (changes: Partial<StoredResponse>) =>
    heads.pack(sampleResponse({ vary: ['accept'], varied: ['*/*'], ...changes })).response()
  const first = like({})

  test('share the lists of what selected them', () => {
    expect(like({ etag: '"2"' }).vary).toBe(first.vary)
    expect(like({ varied: [null] }).varied).toEqual([null])
    expect(like({ etag: '"3"' }).varied).toBe(first.varied)
  })

  test('share nothing that one of them could change', () => {
    expect(Object.isFrozen(first.vary) && Object.isFrozen(first.varied)).toBe(true)
    expect(like({}).fields).not.toBe(first.fields)
  })
})

test('of a text that is both a field and a validator there is one copy', () => {
  const heads = new HeadPacker()
  const etag = `"${'x'.repeat(100)}"`
  heads.pack(sampleResponse())
  const both = heads.pack(sampleResponse({ fields: ['ETag', etag], etag })).size
  const field = heads.pack(sampleResponse({ fields: ['ETag', `${etag}.`], etag: null })).size
  expect(both).toBeLessThan(field)
})
