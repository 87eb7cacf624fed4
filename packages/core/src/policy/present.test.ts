import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { presentForwarded, presentStored, presentUnsatisfied, type ForwardOutcome } from './present.ts'
import { readRequestFacts } from './request-facts.ts'

const now = Date.UTC(2026, 0, 1)
const at = (seconds: number) => formatHttpDate(now + seconds * 1000)
const policy = definePolicy({ name: 'edge', targets: ['Edge-Cache-Control'] })

interface Case {
  readonly fields?: string[]
  readonly age?: number
  readonly request?: string[]
  readonly method?: string
  readonly after?: ForwardOutcome
}

const cacheable = ['Date', at(0), 'Content-Type', 'text/plain', 'Cache-Control', 'max-age=60']

function presented({ fields = [], age = 0, request: lines = [], method = 'GET', after }: Case) {
  const request = { method, url: 'http://example.com/', fields: lines }
  const reply = { status: 200, reason: 'Fine', fields: [...cacheable, ...fields] }
  const stored = createStoredResponse({ request, reply, requestTime: now, responseTime: now }, policy)
  const facts = readRequestFacts(request)
  const presentation = { facts, stored, length: 10, now: now + age * 1000, policy }
  const head = presentStored({ ...presentation, ...(after && { after }) })
  expect(stored.fields).toEqual([...cacheable, ...fields])
  return head
}

describe('presentStored', () => {
  test('serves the stored lines as they are, then Age and Cache-Status', () => {
    expect(presented({ age: 5.5 })).toEqual({
      status: 200,
      reason: 'Fine',
      fields: [...cacheable, 'Age', '5', 'Cache-Status', 'edge; hit; ttl=55'],
      content: 'full',
    })
  })

  test.each<[Case, string, string]>([
    [{ age: 0 }, 'edge; hit; ttl=60', 'RFC 9211 §2.1'],
    [{ age: 60 }, 'edge; hit; ttl=0', 'RFC 9211 §2.4'],
    [{ age: 70 }, 'edge; hit; ttl=-10', 'RFC 9211 §2.4: negative once it is stale'],
    [
      { after: { type: 'validated', reason: 'stale', status: 304 } },
      'edge; fwd=stale; fwd-status=304',
      'RFC 9211 §2.3',
    ],
    [
      { after: { type: 'validated', reason: 'request', status: 304 } },
      'edge; fwd=request; fwd-status=304',
      'RFC 9211 §2.2',
    ],
    [
      { after: { type: 'validated', reason: 'stale', status: 200 }, method: 'HEAD' },
      'edge; fwd=stale; fwd-status=200',
      'RFC 9211 §2.3: a HEAD that agrees',
    ],
    [
      { after: { type: 'fetched', reason: 'partial', status: 206 } },
      'edge; fwd=partial; fwd-status=206; stored',
      'RFC 9211 §2.2, §2.3, §2.5',
    ],
    [
      { after: { type: 'masked', reason: 'stale', status: 503 } },
      'edge; fwd=stale; fwd-status=503; detail=stale-if-error',
      'RFC 9211 §2.3, §2.8',
    ],
    [
      { after: { type: 'masked', reason: 'stale', status: null } },
      'edge; fwd=stale; detail=stale-if-error',
      'RFC 9211 §2.3: there was no status',
    ],
  ])('for %j says %s (%s)', (given, cacheStatus, _clause) => {
    expect(presented(given).fields.slice(-2)).toEqual(['Cache-Status', cacheStatus])
  })

  test('leaves the Cache-Status of caches nearer to the origin before its own (RFC 9211 §2)', () => {
    const { fields } = presented({ fields: ['Cache-Status', 'upstream; hit'] })
    expect(fields.filter((_, index) => fields[index - 1] === 'Cache-Status')).toEqual([
      'upstream; hit',
      'edge; hit; ttl=60',
    ])
  })

  test('answers HEAD with the same head and no body (RFC 9110 §9.3.2)', () => {
    expect(presented({ method: 'HEAD' })).toEqual({ ...presented({}), content: 'none' })
  })

  const validators = ['ETag', '"a"', 'Last-Modified', at(-10)]
  const others = [
    'Content-Location',
    '/x',
    'Expires',
    at(60),
    'Vary',
    'Accept',
    'CDN-Cache-Control',
    'max-age=60',
    'Edge-Cache-Control',
    'max-age=60',
    'Other-Cache-Control',
    'max-age=60',
    'Cache-Status',
    'upstream',
    'X',
    '1',
  ]

  test('answers 304 where the copy of the client is still right, with what a 304 carries (RFC 9110 §15.4.5)', () => {
    const fields = [...validators, ...others]
    expect(presented({ fields, age: 5, request: ['If-None-Match', '"a"'] })).toEqual({
      status: 304,
      reason: 'Not Modified',
      fields: [
        ...[
          'Date',
          at(0),
          'Cache-Control',
          'max-age=60',
          'ETag',
          '"a"',
          'Content-Location',
          '/x',
          'Expires',
          at(60),
        ],
        ...['Vary', 'Accept', 'CDN-Cache-Control', 'max-age=60', 'Edge-Cache-Control', 'max-age=60'],
        ...['Cache-Status', 'upstream', 'Age', '5', 'Cache-Status', 'edge; hit; ttl=55'],
      ],
      content: 'none',
    })
  })

  test('names Last-Modified in a 304 where there is no entity tag', () => {
    const lastModified = ['Last-Modified', at(-10)]
    const { status, fields } = presented({ fields: lastModified, request: ['If-Modified-Since', at(-10)] })
    expect(status).toBe(304)
    expect(fields).toEqual([
      ...['Date', at(0), 'Cache-Control', 'max-age=60', ...lastModified, 'Age', '0'],
      ...['Cache-Status', 'edge; hit; ttl=60'],
    ])
  })

  test('judges the conditions of the client also after validation and for a masked error', () => {
    const request = ['If-None-Match', '"a"']
    for (const after of [
      { type: 'validated', reason: 'stale', status: 304 } as const,
      { type: 'fetched', reason: 'stale', status: 200 } as const,
      { type: 'masked', reason: 'stale', status: null } as const,
    ]) {
      expect(presented({ fields: validators, request, after }).status).toBe(304)
    }
  })

  test('serves the whole where the copy of the client is not right any more', () => {
    expect(presented({ fields: validators, request: ['If-None-Match', '"b"'] })).toMatchObject({
      status: 200,
      content: 'full',
    })
  })
})

describe('presentForwarded', () => {
  const fields = ['Date', at(-5), 'Age', '5', 'Cache-Status', 'upstream; fwd=miss', 'X', '1']
  const reply = { status: 201, reason: 'Made', fields }

  test.each([
    ['uri-miss', 'stored', 'edge; fwd=uri-miss; stored'],
    ['method', 'not-stored', 'edge; fwd=method'],
    ['bypass', 'not-stored', 'edge; fwd=bypass'],
  ] as const)('forwarded because of %s and %s: %s', (reason, storage, cacheStatus) => {
    expect(presentForwarded(reply, { reason, storage, now, policy })).toEqual({
      status: 201,
      reason: 'Made',
      fields: [...fields, 'Cache-Status', cacheStatus],
    })
  })

  test.each<[string[], string[], string]>([
    [['X', '1'], ['X', '1', 'Date', at(0)], 'none'],
    [['date', 'soon', 'X', '1'], ['X', '1', 'Date', at(0)], 'an invalid one'],
    [['Date', at(0), 'Date', at(0)], ['Date', at(0)], 'two'],
    [['Age', '3'], ['Age', '3', 'Date', at(0)], 'none, and Age is left alone (RFC 9111 §5.1)'],
    [
      ['Date', 'Sunday, 06-Nov-94 08:49:37 GMT'],
      ['Date', 'Sunday, 06-Nov-94 08:49:37 GMT'],
      'one in another form, which is valid',
    ],
  ])('dates what comes with %j: %j (%s; RFC 9110 §6.6.1)', (lines, dated, _case) => {
    const presentation = { reason: 'method', storage: 'not-stored', now: now + 999, policy } as const
    const head = presentForwarded({ status: 200, reason: '', fields: lines }, presentation)
    expect(head.fields).toEqual([...dated, 'Cache-Status', 'edge; fwd=method'])
  })
})

describe('presentUnsatisfied', () => {
  test('is a 504 without content (RFC 9111 §5.2.1.7)', () => {
    expect(presentUnsatisfied(policy)).toEqual({
      status: 504,
      reason: 'Gateway Timeout',
      fields: ['Content-Length', '0', 'Cache-Status', 'edge; detail=only-if-cached'],
      content: 'none',
    })
  })
})
