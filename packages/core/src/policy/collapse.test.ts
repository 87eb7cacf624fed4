import { describe, expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { flightIdentity, mayFollow, mayShare, type FlightIdentity } from './collapse.ts'
import { definePolicy } from './default-policy.ts'
import { readRequestFacts } from './request-facts.ts'

interface Case {
  readonly fields?: readonly string[]
  readonly method?: string
  readonly stored?: StoredResponse
  readonly knownVary?: readonly string[]
  readonly shared?: false
}

const question = ({ fields = [], method = 'GET', stored, knownVary = [], shared }: Case) => {
  const request = { method, url: 'http://example.com/', fields }
  const facts = readRequestFacts(request)
  const policy = definePolicy(shared === undefined ? {} : { shared })
  return { request, facts, stored: stored ?? null, knownVary, policy }
}

const identity = (given: Case): FlightIdentity | null => flightIdentity(question(given))

const english = ['Accept-Language', 'en']
const range = ['Range', 'bytes=0-9']
const user = ['Authorization', 'Basic x']

describe('what a request shares a fetch by', () => {
  test.each<[string, Case, FlightIdentity | null]>([
    [
      'nothing but its key, where nothing else is known',
      { fields: english },
      { names: [], values: [], range: null },
    ],
    [
      'the fields that selected what was stored last: RFC 9111 §4.1',
      { fields: english, knownVary: ['accept-language', 'x'] },
      { names: ['accept-language', 'x'], values: ['en', null], range: null },
    ],
    [
      'the range that it asks for: RFC 9110 §14.2',
      { fields: range },
      { names: [], values: [], range: 'bytes=0-9\n' },
    ],
    [
      'the condition of that range: RFC 9110 §13.1.5',
      { fields: [...range, 'If-Range', '"1"'] },
      { names: [], values: [], range: 'bytes=0-9\n"1"' },
    ],
    ['nothing: no field can tell what is selected', { knownVary: ['*'] }, null],
    ['nothing: a user is known to the origin (RFC 9111 §3.5)', { fields: user }, null],
    [
      'nothing: the stored response was not for all',
      { fields: user, stored: sampleResponse({ sharedWithAuthorization: false }) },
      null,
    ],
    [
      'its key: the stored response was for all',
      { fields: user, stored: sampleResponse({ sharedWithAuthorization: true }) },
      { names: [], values: [], range: null },
    ],
    [
      'the credentials, in a private cache',
      { fields: [...user, 'Cookie', 'a=1'], shared: false },
      { names: ['authorization', 'cookie'], values: ['Basic x', 'a=1'], range: null },
    ],
    [
      'each field once',
      { fields: ['Cookie', 'a=1'], knownVary: ['cookie'], shared: false },
      { names: ['cookie', 'authorization'], values: ['a=1', null], range: null },
    ],
  ])('is %s', (_what, given, expected) => {
    expect(identity(given)).toEqual(expected)
  })
})

describe('a request may wait for another', () => {
  const languages = { knownVary: ['accept-language'] }

  test.each<[string, 'may' | 'may not', Case, Case]>([
    ['that asks for the same', 'may', {}, {}],
    ['of the same variant', 'may', { ...languages, fields: english }, { ...languages, fields: english }],
    [
      'of the same variant, written otherwise',
      'may',
      { ...languages, fields: ['Accept-Language', 'EN'] },
      { ...languages, fields: english },
    ],
    ['of another variant', 'may not', languages, { ...languages, fields: english }],
    ['whose variant is known by other fields', 'may not', { knownVary: ['a'] }, { knownVary: ['b'] }],
    ['whose variant is known by more fields', 'may not', { knownVary: ['a'] }, { knownVary: ['a', 'b'] }],
    ['that asks for the whole of which it wants a part', 'may', { fields: range }, {}],
    ['that asks for the same part', 'may', { fields: range }, { fields: range }],
    ['that asks for a part of what it wants', 'may not', {}, { fields: range }],
    ['that asks for another part', 'may not', { fields: ['Range', 'bytes=5-9'] }, { fields: range }],
  ])('%s: it %s', (_what, expected, own, other) => {
    const [one, leading] = [identity(own), identity(other)]
    if (one === null || leading === null) throw new Error('both share something')
    expect(mayFollow(one, leading) ? 'may' : 'may not').toBe(expected)
  })
})

describe('a reply that has come for another', () => {
  const part = { first: 0, last: 4, complete: 10, length: 5, range: 'bytes=0-4' }

  test.each<[string, 'is' | 'is not', Case, StoredResponse]>([
    ['with a lifetime of 0', 'is', {}, sampleResponse({ lifetime: 0 })],
    [
      'that must be revalidated once it is stale',
      'is',
      {},
      sampleResponse({ lifetime: 0, mustNotBeStale: true }),
    ],
    ['with no-cache (RFC 9111 §5.2.2.4)', 'is not', {}, sampleResponse({ mustValidate: true })],
    [
      'of the same variant (RFC 9111 §4.1)',
      'is',
      { fields: english },
      sampleResponse({ vary: ['accept-language'], varied: ['en'] }),
    ],
    [
      'of another variant',
      'is not',
      { fields: english },
      sampleResponse({ vary: ['accept-language'], varied: ['de'] }),
    ],
    ['that is for one user (RFC 9111 §3.5)', 'is not', { fields: user }, sampleResponse()],
    ['that is a part of what it wants (RFC 9111 §3.3)', 'is not', {}, sampleResponse({ status: 206, part })],
    [
      'that is the part that it wants',
      'is',
      { fields: ['Range', 'bytes=0-4'] },
      sampleResponse({ status: 206, part }),
    ],
  ])('%s, %s for this request, too', (_what, expected, given, candidate) => {
    expect(mayShare(question(given), candidate) ? 'is' : 'is not').toBe(expected)
  })
})
