import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { decidePartialReply } from './partial-reply.ts'
import { readRequestFacts } from './request-facts.ts'
import type { Ask, ReplyVerdict } from './verdicts.ts'

const then = Date.UTC(2026, 0, 1)
const date = (time: number) => ['Date', formatHttpDate(time)]
const policy = definePolicy()
const url = 'http://example.com/'

interface Case {
  readonly status?: number
  /** The fields of the reply. */
  readonly fields?: string[]
  /** The fields of what is stored, a whole or a part; nothing is stored where they are left out. */
  readonly whole?: string[]
  readonly part?: string[]
  /** Seconds since that was stored; its lifetime is a minute. */
  readonly age?: number
  readonly storedStatus?: number
  readonly ask?: Ask
  readonly request?: string[]
}

function storedOf({ whole, part, storedStatus }: Case): StoredResponse | null {
  const fields = whole ?? part
  if (fields === undefined) return null
  const request = { method: 'GET', url, fields: ['Range', 'bytes=0-4'] }
  const status = storedStatus ?? (part === undefined ? 200 : 206)
  const reply = { status, reason: 'OK', fields: [...date(then), 'Cache-Control', 'max-age=60', ...fields] }
  return createStoredResponse({ request, reply, requestTime: then, responseTime: then }, policy)
}

function decided(given: Case): ReplyVerdict | null {
  const { status = 206, fields = [], age = 90, ask = 'plain', request: lines = [] } = given
  const now = then + age * 1000
  const request = { method: 'GET', url, fields: lines }
  return decidePartialReply(
    {
      ...{ request, facts: readRequestFacts(request), ask, stored: storedOf(given), background: false },
      reply: { status, reason: '', fields: [...date(now), ...fields] },
      requestTime: now,
      responseTime: now,
    },
    policy,
  )
}

const strong = ['ETag', '"a"']
const weak = ['ETag', 'W/"a"']
const range = ['Range', 'bytes=5-']
const ofPart = (bytes: string) => ['Content-Range', `bytes ${bytes}`]
const beginning = [...strong, ...ofPart('0-4/10')]
const rest = [...strong, ...ofPart('5-9/10')]
const ten = ['Content-Length', '10']
const none = 'judged for itself'

describe('decidePartialReply where the rest of a part was asked for (RFC 9111 §3.3)', () => {
  test.each<[Case, ReplyVerdict['type'], string]>([
    [{ part: beginning, fields: rest }, 'reply.combine', 'the rest'],
    [{ part: rest, fields: beginning }, 'reply.combine', 'the beginning is the rest'],
    [{ part: beginning, fields: [...strong, ...ofPart('5-8/10')] }, 'reply.orphaned', 'less than the rest'],
    [{ part: beginning, fields: [...strong, ...ofPart('4-9/10')] }, 'reply.orphaned', 'more than the rest'],
    [{ part: beginning, fields: [...strong, ...ofPart('0-9/10')] }, 'reply.orphaned', 'more than the rest'],
    [
      { part: beginning, fields: ['ETag', '"b"', ...ofPart('5-9/10')] },
      'reply.orphaned',
      'of something else',
    ],
    [{ part: beginning, fields: ofPart('5-9/10') }, 'reply.orphaned', 'RFC 9110 §15.3.7.3'],
    [
      { part: beginning, fields: [...rest, 'Content-Length', '4'] },
      'reply.orphaned',
      'it contradicts itself',
    ],
    [{ part: beginning, fields: strong }, 'reply.orphaned', 'it does not say which part'],
    [
      { part: beginning, fields: [...rest, 'Cache-Control', 'no-store'] },
      'reply.orphaned',
      'not to be stored',
    ],
    [{ part: beginning, status: 416 }, 'reply.orphaned', 'RFC 9110 §15.5.17: there is no rest'],
    [{ fields: rest }, 'reply.orphaned', 'nothing is stored any more'],
    [{ whole: [...strong, ...ten], fields: rest }, 'reply.orphaned', 'nothing was missing'],
  ])('%j: %s (%s)', (given, type, _clause) => {
    expect(decided({ ask: 'complete', ...given })?.type).toBe(type)
  })

  test('answers with the whole', () => {
    expect(decided({ ask: 'complete', part: beginning, fields: rest })).toMatchObject({
      type: 'reply.combine',
      stored: { status: 200, part: null },
      splice: { before: { from: 0, to: 5 }, after: null, answer: 'whole' },
    })
  })
})

describe('decidePartialReply where nobody asked for a part', () => {
  test.each<[Case, ReplyVerdict['type'] | typeof none, string]>([
    [{ fields: rest }, 'reply.decline', 'RFC 9110 §15.3.7'],
    [{ fields: rest, part: beginning }, 'reply.decline', 'RFC 9110 §15.3.7'],
    [{ fields: rest, part: beginning, ask: 'validate' }, 'reply.decline', 'RFC 9110 §15.3.7'],
    [{ fields: rest, request: ['Range', 'bytes=x'] }, 'reply.decline', 'RFC 9110 §14.2: nor by that'],
    [{ status: 416 }, none, 'it is about something else than Range'],
  ])('%j: %s (%s)', (given, type, _clause) => {
    expect(decided(given)?.type ?? none).toBe(type)
  })
})

describe('decidePartialReply where the client asked for a part', () => {
  test.each<[Case, ReplyVerdict['type'] | typeof none, string]>([
    [{ fields: rest }, none, 'nothing is stored'],
    [{ fields: rest, part: beginning }, 'reply.combine', 'RFC 9111 §3.4'],
    [{ fields: rest, part: beginning, ask: 'validate' }, 'reply.combine', 'RFC 9111 §3.4'],
    [{ fields: rest, whole: [...strong, ...ten] }, 'reply.combine', 'RFC 9111 §3.4'],
    [{ fields: ['ETag', '"b"', ...ofPart('5-9/10')], part: beginning }, none, 'of something else'],
    [{ fields: [...strong, ...ofPart('6-9/10')], part: beginning }, none, 'a gap: one span is stored'],
    [{ fields: [...rest, 'Content-Length', '4'], part: beginning }, none, 'it contradicts itself'],
    [{ fields: [...rest, 'Cache-Control', 'no-store'], part: beginning }, none, 'not to be stored'],
    [{ status: 416 }, 'reply.decline', 'RFC 9110 §15.5.17: right for this Range alone'],
    [{ status: 416, fields: ['Cache-Control', 'max-age=60'] }, 'reply.decline', 'RFC 9110 §15.5.17'],
    [{ status: 416, whole: [...strong, ...ten] }, 'reply.decline', 'RFC 9110 §15.5.17'],
  ])('%j: %s (%s)', (given, type, _clause) => {
    expect(decided({ request: range, ...given })?.type ?? none).toBe(type)
  })

  test('answers with the part, as the origin sent it', () => {
    expect(
      decided({ request: range, part: beginning, fields: [...strong, ...ofPart('5-7/10')] }),
    ).toMatchObject({
      type: 'reply.combine',
      stored: { status: 206, part: { first: 0, last: 7, complete: 10, length: 8, range: '' } },
      splice: { before: { from: 0, to: 5 }, after: null, answer: 'reply' },
    })
  })

  test.each<[Case, ReplyVerdict['type'] | typeof none, string]>([
    [
      { whole: [...weak, ...ten], fields: [...weak, ...ofPart('5-9/10')] },
      'reply.decline',
      'the same weak tag',
    ],
    [{ whole: strong, fields: rest }, 'reply.decline', 'the same tag; how long it is, is not known'],
    [{ whole: strong, fields: [...strong, ...ofPart('5-9/*')] }, 'reply.decline', 'nor said'],
    [
      { whole: [...strong, ...ten], fields: [...rest, 'Content-Length', '4'] },
      'reply.decline',
      'a part that is broken',
    ],
    [
      { whole: [...strong, ...ten], fields: [...rest, 'Cache-Control', 'no-store'] },
      'reply.decline',
      'not to be stored',
    ],
    [
      { whole: [...strong, ...ten], fields: [...strong, 'X', '1'] },
      'reply.decline',
      'a part that says not which',
    ],
    [
      { whole: [...strong, ...ten], fields: [...strong, ...ofPart('5-9/11')] },
      none,
      'the whole has another length',
    ],
    [{ whole: [...strong, ...ten], fields: ['ETag', '"b"', ...ofPart('5-9/10')] }, none, 'another tag'],
    [{ whole: ten, fields: ofPart('5-9/10') }, none, 'stale, and nothing says that it is still right'],
    [
      { whole: ten, fields: ofPart('5-9/10'), age: 59 },
      'reply.decline',
      'fresh, and nothing says the contrary',
    ],
    [{ whole: ten, fields: ofPart('5-9/10'), age: 60 }, none, 'stale from now on'],
    [{ whole: ten, fields: rest, age: 5 }, none, 'fresh, but the tag says that it is something else'],
    [{ whole: strong, storedStatus: 404, fields: rest, age: 5 }, none, 'what is stored is no representation'],
  ])('and the whole is stored, %j: %s (%s)', (given, type, _clause) => {
    expect(decided({ request: range, ...given })?.type ?? none).toBe(type)
  })

  test.each<[Case, ReplyVerdict['type'], string]>([
    [{ fields: rest }, 'reply.decline', 'it may lack fields that the client has already'],
    [{ fields: rest, part: ['ETag', '"b"', ...ofPart('0-4/10')] }, 'reply.decline', 'the same'],
    [{ fields: rest, part: beginning }, 'reply.combine', 'what it lacks is stored'],
  ])('after If-Range, %j: %s (RFC 9110 §15.3.7: %s)', (given, type, _reason) => {
    expect(decided({ request: [...range, 'If-Range', '"a"'], ...given })?.type).toBe(type)
  })
})
