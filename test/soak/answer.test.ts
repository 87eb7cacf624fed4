import { describe, expect, test } from '@jest/globals'
import { AnswerCheck } from './client/answer-check.ts'
import { AnswerReader, type AnswerHead } from './client/answer-reader.ts'
import type { Errand } from './client/errand.ts'
import { labelText } from './label.ts'
import { isPattern, patternBytes } from './pattern.ts'
import type { Fence } from './purges/fence.ts'
import { endOfVersion, representationOf, versionAt, type Resource } from './resource.ts'

const resource: Resource = {
  path: '/hot/1',
  storage: 'fresh',
  temper: 'calm',
  size: 100_000,
  framing: 'length',
  validator: 'entityTag',
  lifetime: 1,
  phase: 0,
  group: 'group-1',
}
const errand: Errand = {
  id: 7,
  resource,
  method: 'GET',
  language: 'de',
  fields: [],
  content: 0,
  entityTag: undefined,
  conduct: 'patient',
  leavesAfter: 0,
}
const now = 1_700_000_000_000
const version = versionAt(resource, now)
const { start, length } = representationOf(resource, version, 'any')
const bytes = (from: number, to: number): Buffer => Buffer.concat([...patternBytes(start, from, to)])
const label = { version, language: 'any', asker: '3', askedAt: now }

const head = (status: number, fields: Readonly<Record<string, string>> = {}): AnswerHead => ({
  status,
  fields: new Map(Object.entries({ 'soak-label': labelText(label), 'soak-mark': '7', ...fields })),
})

/** How an answer is judged that is complete by its framing. */
function judged(answer: AnswerHead, content: Buffer, changes: Partial<Errand> = {}) {
  const check = new AnswerCheck({ ...errand, ...changes })
  check.begin(answer, now)
  check.take(content)
  return check.complete()
}

describe('an answer is', () => {
  test('complete with all bytes of its version', () => {
    expect(judged(head(200), bytes(0, length))).toEqual({ kind: 'complete', detail: '200' })
  })

  test('complete with the bytes of its range', () => {
    const range = { fields: ['Range: bytes=50-99'] }
    const answer = head(206, { 'content-range': `bytes 50-99/${length}` })
    expect(judged(answer, bytes(50, 100), range).kind).toBe('complete')
    expect(judged(answer, bytes(51, 101), range).detail).toMatch(/^wrong bytes from 50 to 100/)
    expect(judged(answer, bytes(50, 100)).detail).toMatch(/^206 without a range/)
  })

  test.each<[string, Buffer, RegExp]>([
    ['a byte is missing', bytes(0, length - 1), /^1 bytes are missing/],
    ['a byte is too many', bytes(0, length + 1), /^more than/],
    ['a piece is missing', Buffer.concat([bytes(0, 100), bytes(200, length + 100)]), /^wrong bytes/],
    ['bytes are of another version', Buffer.concat([...patternBytes(start + 1, 0, length)]), /^wrong bytes/],
  ])('wrong when %s', (_, content, expected) => {
    expect(judged(head(200), content)).toEqual({ kind: 'wrong', detail: expect.stringMatching(expected) })
  })

  test.each<[string, AnswerHead, Partial<Errand>, RegExp]>([
    [
      'it is in another language than was asked for',
      head(200, { 'soak-label': labelText({ ...label, language: 'en' }) }),
      { resource: { ...resource, storage: 'language' } },
      /^in en, and not in de/,
    ],
    [
      'it was for another client alone',
      head(200),
      { resource: { ...resource, storage: 'private' } },
      /^the answer to #3, which was for it alone/,
    ],
    [
      'its version was replaced long ago',
      head(200, { 'soak-label': labelText({ ...label, version: version - 6 }) }),
      {},
      /^a version that was replaced \d+ s ago/,
    ],
    ['it is a 304 that was not asked for', head(304), {}, /^304 for/],
    [
      'the gateway has none for what always answers',
      { status: 504, fields: new Map([['soak-mark', '7']]) },
      {},
      /^the gateway answers 504/,
    ],
    [
      "it is the gateway's own failure",
      { status: 500, fields: new Map([['soak-mark', '7']]) },
      { resource: { ...resource, temper: 'moody' } },
      /^the gateway answers 500/,
    ],
  ])('wrong when %s', (_, answer, changes, expected) => {
    expect(judged(answer, Buffer.alloc(0), changes).detail).toMatch(expected)
  })

  test('wrong unless it carries the mark of its own request, once', () => {
    const marked = (mark: string) => judged(head(200, { 'soak-mark': mark }), bytes(0, length))
    expect(marked('7').kind).toBe('complete')
    expect(marked('3').detail).toMatch(/^the mark 3/)
    expect(marked('7, 7').detail).toMatch(/^the mark 7, 7/)
    const without = { status: 504, fields: new Map() }
    const own = judged(without, Buffer.alloc(0), { resource: { ...resource, temper: 'moody' } })
    expect(own.detail).toMatch(/^the mark undefined/)
  })

  test.each<[string, Fence, string, RegExp]>([
    [
      'older than a purge',
      { hard: now + 1, soft: 0 },
      'cachechart; hit; ttl=-1',
      /^a reply asked for 1 ms before/,
    ],
    ['as if fresh since a soft purge', { hard: 0, soft: now + 2 }, 'cachechart; hit; ttl=10', /2 ms before/],
    [
      'another\u2019s from before a soft purge',
      { hard: 0, soft: now + 2 },
      'cachechart; collapsed',
      /softly/,
    ],
  ])('wrong when it is %s', (_, fence, status, expected) => {
    const afterPurge = (since: Fence) => {
      const check = new AnswerCheck(errand, since)
      check.begin(head(200, { 'cache-status': status }), now)
      check.take(bytes(0, length))
      return check.complete()
    }
    expect(afterPurge(fence).detail).toMatch(expected)
    // Asked for when the purge began: that may have been after it.
    expect(afterPurge({ hard: now, soft: now }).kind).toBe('complete')
  })

  test('complete when it is stale since a soft purge', () => {
    const check = new AnswerCheck(errand, { hard: 0, soft: now + 2 })
    check.begin(head(200, { 'cache-status': 'cachechart; hit; ttl=0' }), now)
    check.take(bytes(0, length))
    expect(check.complete().kind).toBe('complete')
  })

  test('missing where a call fails: an error of the adapter, or wrong where the origin never fails', () => {
    const failed = (temper: Resource['temper']) =>
      new AnswerCheck({ ...errand, resource: { ...resource, temper } }).failed('ECONNRESET')
    expect(failed('moody')).toEqual({ kind: 'gatewayError', detail: 'ECONNRESET' })
    expect(failed('calm').detail).toMatch(/^the call fails with ECONNRESET/)
  })

  test('a gateway error when the origin fails now and then', () => {
    const fields = new Map([
      ['cache-status', 'cachechart; detail=ERR_DEADLINE'],
      ['soak-mark', '7'],
    ])
    const outcome = judged({ status: 504, fields }, Buffer.alloc(0), {
      resource: { ...resource, temper: 'moody' },
    })
    expect(outcome).toEqual({ kind: 'gatewayError', detail: '504 ERR_DEADLINE' })
  })

  test('cut where origin or client break off, else wrong', () => {
    const cut = (changes: Partial<Errand>) => {
      const check = new AnswerCheck({ ...errand, ...changes })
      check.begin(head(200), now)
      check.take(bytes(0, 10))
      return check.cut()
    }
    expect(cut({ resource: { ...resource, temper: 'moody' } }).kind).toBe('cut')
    expect(cut({ conduct: 'sleeps' }).kind).toBe('cut')
    expect(cut({}).detail).toMatch(/^a GET that the origin answers whole was cut after 10 bytes/)
  })
})

describe('the reader of answers', () => {
  const read = (text: string, method = 'GET') => {
    const seen: string[] = []
    const reader = new AnswerReader(method, {
      head: ({ status }) => seen.push(String(status)),
      content: (content) => seen.push(content.toString('latin1')),
      end: () => seen.push('end'),
    })
    return { seen, reader, take: () => reader.take(Buffer.from(text, 'latin1')) }
  }

  test.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc', 'GET', ['200', 'abc', 'end']],
    [
      'chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n',
      'GET',
      ['200', 'ab', 'c', 'end'],
    ],
    ['no content', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', 'GET', ['304', 'end']],
    ['the head alone', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', 'HEAD', ['200', 'end']],
    [
      'an interim response before',
      'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      'GET',
      ['200', 'end'],
    ],
  ])('takes an answer with %s, however its bytes are split', (_, text, method, expected) => {
    const whole = read(text, method)
    whole.take()
    expect(whole.seen).toEqual(expected)
    expect(whole.reader.surplus).toBe(0)

    const split = read('', method)
    for (const byte of Buffer.from(text, 'latin1')) split.reader.take(Buffer.from([byte]))
    expect(split.seen.join('')).toBe(expected.join(''))
  })

  test('counts what comes after the end', () => {
    const { reader, take } = read('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcde')
    take()
    expect(reader.surplus).toBe(2)
  })

  test('tells the end of a connection within an answer from one before it', () => {
    const before = read('')
    expect(before.reader.close()).toBe('nothing')
    const within = read('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab')
    within.take()
    expect(within.reader.close()).toBe('broken')
    const delimited = read('HTTP/1.1 200 OK\r\n\r\nab')
    delimited.take()
    expect(delimited.reader.close()).toBe('whole')
  })

  test.each([
    ['HTTP/2 200', 'an answer begins with "HTTP/2 200"'],
    ['HTTP/1.1 200 OK\r\nnonsense', 'a field line is "nonsense"'],
    ['HTTP/1.1 200 OK\r\nContent-Length: x', 'the Content-Length is no number'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx', 'a chunk has the size "x"'],
  ])('refuses %j', (text, problem) => {
    expect(read(`${text}\r\n\r\n`).take).toThrow(problem)
  })
})

test('each version ends when the next one begins', () => {
  const end = endOfVersion(resource, version)
  expect(versionAt(resource, end - 1)).toBe(version)
  expect(versionAt(resource, end)).toBe(version + 1)
})

test('a pattern is known from any place in it', () => {
  expect(isPattern(bytes(70_000, 90_000), start, 70_000)).toBe(true)
  expect(isPattern(bytes(70_000, 90_000), start, 70_001)).toBe(false)
})
