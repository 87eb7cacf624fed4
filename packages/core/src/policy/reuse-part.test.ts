import { describe, expect, test } from '@jest/globals'
import type { StoredPart, StoredResponse } from '../http/stored-response.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { definePolicy } from './default-policy.ts'
import { readRequestFacts } from './request-facts.ts'
import { decideReuse } from './reuse.ts'
import type { Ask, CacheMode, ForwardReason, ReuseVerdict } from './verdicts.ts'

const responseTime = 1_700_000_000_000
const policy = definePolicy()

interface Case {
  readonly stored?: Partial<StoredResponse>
  readonly part?: Partial<StoredPart>
  /** Seconds since it was stored; its lifetime is a minute. */
  readonly age?: number
  readonly method?: string
  readonly request?: string[]
  readonly mode?: CacheMode
}

function decided({ stored: changes, part, age = 0, method = 'GET', request = [], mode = 'default' }: Case) {
  const stored = sampleResponse({
    status: 206,
    etag: '"1"',
    responseTime,
    initialAge: 0,
    sharedWithAuthorization: false,
    part: { first: 0, last: 4, complete: 10, length: 5, range: 'bytes=0-4', ...part },
    ...changes,
  })
  const facts = readRequestFacts({ method, url: 'http://example.com/', fields: request })
  const now = responseTime + age * 1000
  return decideReuse({ facts, stored, variants: 'some', mode, waitedSince: null, now, policy })
}

const fresh: ReuseVerdict = { type: 'lookup.fresh' }
const unsatisfied: ReuseVerdict = { type: 'lookup.unsatisfied' }
const obliged = (reason: ForwardReason, ask: Ask): ReuseVerdict => ({ type: 'lookup.obliged', reason, ask })

const within = ['Range', 'bytes=1-2']
const beyond = ['Range', 'bytes=3-6']

describe('decideReuse of a part that has what is asked for', () => {
  test.each<[Case, ReuseVerdict, string]>([
    [{ request: within }, fresh, 'RFC 9111 §3.3'],
    [{ request: [...within, 'If-Range', '"1"'] }, fresh, 'RFC 9110 §13.1.5'],
    [{ request: within, age: 60 }, obliged('stale', 'validate'), 'RFC 9111 §4.3.1'],
    [{ request: within, mode: 'no-cache' }, obliged('request', 'validate'), 'Fetch §4.6'],
    [{ request: within, mode: 'only-if-cached' }, fresh, 'Fetch §4.6'],
    [
      { request: within, age: 60, stored: { staleWhileRevalidate: 30 } },
      { type: 'lookup.stale', refresh: 'elect' },
      'RFC 5861 §3',
    ],
    [
      { request: within, mode: 'force-cache', age: 99 },
      { type: 'lookup.stale', refresh: 'none' },
      'Fetch §4.6',
    ],
  ])('%j: %j (%s)', (given, verdict, _clause) => {
    expect(decided(given)).toEqual(verdict)
  })
})

describe('decideReuse of a part that lacks some of what is asked for', () => {
  test.each<[Case, ReuseVerdict, string]>([
    [{}, obliged('partial', 'complete'), 'RFC 9111 §3.3: the rest is asked for'],
    [
      { part: { first: 5, last: 9 } },
      obliged('partial', 'complete'),
      'RFC 9111 §3.3: the beginning is the rest',
    ],
    [{ part: { first: 2, last: 6 } }, obliged('partial', 'plain'), 'it has two holes'],
    [{ part: { length: 4 } }, obliged('partial', 'plain'), 'it contradicts itself'],
    [{ part: { complete: null } }, obliged('partial', 'plain'), 'where the whole ends is not known'],
    [
      { stored: { etag: 'W/"1"' } },
      obliged('partial', 'plain'),
      'RFC 9110 §15.3.7.3: with a weak tag nothing is combined',
    ],
    [{ stored: { etag: null } }, obliged('partial', 'complete'), 'without a tag, while it is fresh'],
    [{ stored: { etag: null }, age: 60 }, obliged('stale', 'plain'), 'and not when it is stale'],
    [{ age: 60 }, obliged('stale', 'complete'), 'RFC 9110 §13.1.5: the strong tag goes along'],
    [{ age: 60, stored: { etag: 'W/"1"' } }, obliged('stale', 'plain'), 'RFC 9110 §13.1.5: no strong tag'],
    [{ age: 60, stored: { etag: null } }, obliged('stale', 'plain'), 'RFC 9110 §13.1.5: no strong tag'],
    [
      { age: 60, request: ['Cache-Control', 'max-stale'], stored: { etag: null } },
      obliged('partial', 'plain'),
      'accepted, but stale',
    ],
    [{ request: ['Cache-Control', 'no-cache'] }, obliged('request', 'complete'), 'RFC 9111 §5.2.1.4'],
    [{ stored: { mustValidate: true } }, obliged('stale', 'complete'), 'RFC 9111 §5.2.2.4'],
    [
      { method: 'HEAD' },
      obliged('partial', 'plain'),
      'HEAD is never answered from a part, and completes none',
    ],
    [{ method: 'HEAD', age: 60 }, obliged('stale', 'plain'), 'nor is there anything to be validated by it'],
    [{ request: beyond }, obliged('partial', 'plain'), 'the client asks for its own range'],
    [{ request: beyond, age: 60 }, obliged('stale', 'plain'), 'a 304 could not be answered with it'],
    [{ request: [...within, 'If-Range', '"2"'] }, obliged('partial', 'plain'), 'RFC 9110 §13.1.5: the whole'],
    [
      { request: ['If-None-Match', '"1"'] },
      obliged('partial', 'complete'),
      'RFC 9111 §4.3.2: no whole to judge',
    ],
    [{ mode: 'force-cache' }, obliged('partial', 'complete'), 'RFC 9111 §3.3'],
    [{ mode: 'no-cache' }, obliged('request', 'complete'), 'Fetch §4.6'],
    [{ mode: 'reload' }, obliged('request', 'plain'), 'Fetch §4.6: it does not look at what is stored'],
    [{ mode: 'no-store' }, obliged('request', 'plain'), 'Fetch §4.6: it does not look at what is stored'],
    [{ mode: 'only-if-cached' }, unsatisfied, 'Fetch §4.6'],
    [{ request: ['Cache-Control', 'only-if-cached'] }, unsatisfied, 'RFC 9111 §5.2.1.7'],
    [
      { request: ['Authorization', 'Basic x'] },
      obliged('partial', 'plain'),
      'RFC 9111 §3.5: not by a known user',
    ],
    [
      { request: ['Authorization', 'Basic x'], stored: { sharedWithAuthorization: true } },
      obliged('partial', 'complete'),
      'RFC 9111 §3.5',
    ],
  ])('%j: %j (%s)', (given, verdict, _clause) => {
    expect(decided(given)).toEqual(verdict)
  })
})

test('a whole response is validated for a range of it, and for HEAD', () => {
  for (const request of [within, beyond]) {
    expect(decided({ request, age: 60, stored: { status: 200, part: null } })).toEqual(
      obliged('stale', 'validate'),
    )
  }
  expect(decided({ method: 'HEAD', age: 60, stored: { part: null } })).toEqual(obliged('stale', 'validate'))
})
