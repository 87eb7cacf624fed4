import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import type { StoredPart, StoredResponse } from '../http/stored-response.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { definePolicy } from './default-policy.ts'
import { presentStored } from './present.ts'
import type { PresentedHead } from './presented-head.ts'
import { readRequestFacts } from './request-facts.ts'

const now = 1_700_000_000_000
const date = formatHttpDate(now)
const policy = definePolicy({ name: 'edge', targets: [] })
const body = '0123456789'

const required = [
  'Date',
  date,
  'Cache-Control',
  'max-age=60',
  'ETag',
  '"1"',
  'Expires',
  formatHttpDate(now + 60_000),
]
const others = [
  'Content-Location',
  '/x',
  'Vary',
  'Accept',
  'Content-Encoding',
  'gzip',
  'Last-Modified',
  date,
  'X',
  '1',
]
const shared = [...required, ...others]

const whole = sampleResponse({
  fields: ['Content-Type', 'text/plain', ...shared, 'Content-Length', '10'],
  part: null,
  responseTime: now,
  initialAge: 0,
})

function presented(stored: StoredResponse, lines: string[], { method = 'GET', length = body.length } = {}) {
  const facts = readRequestFacts({ method, url: 'http://example.com/', fields: lines })
  return presentStored({ facts, stored, length, now: now + 5000, policy })
}

/** The body as it goes out. */
function sent({ content }: PresentedHead, from = body): string {
  if (content === 'none') return ''
  if (content === 'full') return from
  const text = content.pieces
    .map((piece) => (typeof piece === 'string' ? piece : from.slice(piece.from, piece.to)))
    .join('')
  expect(text).toHaveLength(content.length)
  return text
}

const added = ['Age', '5', 'Cache-Status', 'edge; hit; ttl=55']
const partialContent = { status: 206, reason: 'Partial Content' }

describe('one range of a whole response', () => {
  test('is a 206 with Content-Range, its own Content-Length and all other fields (RFC 9110 §15.3.7)', () => {
    const head = presented(whole, ['Range', 'bytes=2-5'])
    expect(head).toEqual({
      ...partialContent,
      fields: [
        ...['Content-Type', 'text/plain', ...shared],
        ...['Content-Range', 'bytes 2-5/10', 'Content-Length', '4', ...added],
      ],
      content: { pieces: [{ from: 2, to: 6 }], length: 4 },
    })
    expect(sent(head)).toBe('2345')
  })

  test('leaves out what is right for the whole content only (RFC 9530 §2)', () => {
    const fields = ['Content-Digest', 'x', 'Content-MD5', 'x', 'Repr-Digest', 'x', 'content-range', 'x']
    const head = presented({ ...whole, fields }, ['Range', 'bytes=2-5'])
    expect(head.fields.slice(0, -4)).toEqual([
      ...['Repr-Digest', 'x', 'Content-Range', 'bytes 2-5/10', 'Content-Length', '4'],
    ])
  })

  test('has the same fields after If-Range: a cache may store the part by itself', () => {
    const plain = presented(whole, ['Range', 'bytes=2-5'])
    expect(presented(whole, ['Range', 'bytes=2-5', 'If-Range', '"1"'])).toEqual(plain)
  })

  test.each<[string[], number, string]>([
    [['If-None-Match', '"1"'], 304, 'the client has it (RFC 9110 §13.2.2)'],
    [['If-None-Match', '"2"'], 206, 'the client does not have it'],
    [['If-Modified-Since', date], 304, 'the client has it (RFC 9110 §13.2.2)'],
    [['If-None-Match', '"1"', 'If-Range', '"2"'], 304, 'If-Range comes last (RFC 9110 §13.2.2)'],
    [['If-Range', '"1"'], 206, 'true (RFC 9110 §13.1.5)'],
    [['If-Range', '"2"'], 200, 'false (RFC 9110 §13.1.5)'],
  ])('asked for with %j, is answered by %d: %s', (conditions, status, _case) => {
    const head = presented(whole, ['Range', 'bytes=2-5', ...conditions])
    expect(head.status).toBe(status)
    expect(sent(head)).toBe({ 304: '', 206: '2345', 200: body }[status])
  })

  test('that is ignored leaves the whole as it is', () => {
    const plain = presented(whole, [])
    expect(plain).toMatchObject({ status: 200, fields: [...whole.fields, ...added], content: 'full' })
    expect(presented(whole, ['Range', 'bytes=5-6, 1-2'])).toEqual(plain)
  })
})

describe('several ranges of a whole response', () => {
  const lines = ['Range', 'bytes=0-1, 4-5, -1']

  test('are a multipart/byteranges, each with its own Content-Range (RFC 9110 §14.6, §15.3.7.2)', () => {
    const head = presented(whole, lines)
    const contentType = head.fields[head.fields.lastIndexOf('Content-Type') + 1] ?? ''
    const [, boundary = ''] = /^multipart\/byteranges; boundary=([a-z0-9-]{1,70})$/.exec(contentType) ?? []
    const parts = [
      ...[`--${boundary}`, 'Content-Type: text/plain', 'Content-Range: bytes 0-1/10', '', '01'],
      ...[`--${boundary}`, 'Content-Type: text/plain', 'Content-Range: bytes 4-5/10', '', '45'],
      ...[`--${boundary}`, 'Content-Type: text/plain', 'Content-Range: bytes 9-9/10', '', '9'],
      ...[`--${boundary}--`, ''],
    ]
    const text = parts.join('\r\n')
    expect(sent(head)).toBe(text)
    expect(head).toMatchObject({
      ...partialContent,
      fields: [...shared, 'Content-Type', contentType, 'Content-Length', String(text.length), ...added],
    })
  })

  test.each([
    ['none', []],
    ['one that could not be written in ASCII', ['Content-Type', 'text/plain; x="\u00e4"']],
  ])('have no Content-Type in their parts where the whole has %s', (_case, fields) => {
    const text = sent(presented({ ...whole, fields }, lines))
    expect(text).not.toContain('Content-Type')
    expect(text.match(/\r\nContent-Range: bytes \d-\d\/10\r\n\r\n/g)).toHaveLength(3)
  })

  test('have a boundary that depends on what is stored, and on nothing else', () => {
    const boundaryOf = (stored: StoredResponse, range = 'bytes=0-1, -1') =>
      /^--(.*)\r\n/.exec(sent(presented(stored, ['Range', range])))?.[1]
    expect(boundaryOf(whole)).toBe(boundaryOf({ ...whole }, 'bytes=0-0, 3-4'))
    const all = [
      boundaryOf(whole),
      boundaryOf({ ...whole, fields: [...whole.fields, 'X', '2'] }),
      boundaryOf({ ...whole, requestTime: whole.requestTime - 1 }),
    ]
    expect(new Set(all).size).toBe(3)
  })
})

describe('a range that cannot be satisfied', () => {
  test('is a 416 that says how long the representation is (RFC 9110 §15.5.17)', () => {
    const fields = [...whole.fields, 'Cache-Status', 'upstream; hit']
    expect(presented({ ...whole, fields }, ['Range', 'bytes=10-'])).toEqual({
      status: 416,
      reason: 'Range Not Satisfiable',
      fields: [
        ...['Date', date, 'Cache-Status', 'upstream; hit'],
        ...['Content-Range', 'bytes */10', 'Content-Length', '0', ...added],
      ],
      content: 'none',
    })
  })
})

describe('a stored part', () => {
  const partial = (changes: Partial<StoredPart> = {}, lines: string[] = []) =>
    sampleResponse({
      ...whole,
      status: 206,
      reason: 'Some',
      fields: [
        'Content-Type',
        'text/plain',
        ...lines,
        'Content-Range',
        'bytes 4-9/10',
        'Content-Length',
        '6',
      ],
      part: { first: 4, last: 9, complete: 10, length: 6, range: 'bytes=4-', ...changes },
    })

  test('answers a range within it', () => {
    const head = presented(partial(), ['Range', 'bytes=6-7'])
    expect(head).toMatchObject({
      ...partialContent,
      fields: [
        'Content-Type',
        'text/plain',
        'Content-Range',
        'bytes 6-7/10',
        'Content-Length',
        '2',
        ...added,
      ],
    })
    expect(sent(head, '456789')).toBe('67')
  })

  test('answers the Range that it answered before as it is stored, where it cannot be told apart', () => {
    const head = presented(partial({ length: 5 }), ['Range', 'bytes=4-'])
    expect(head).toMatchObject({ status: 206, reason: 'Some', content: 'full' })
    expect(head.fields).toEqual([...partial().fields, ...added])
  })

  test('answers a condition of the client with 304 (RFC 9111 §4.3.2)', () => {
    expect(presented(partial(), ['Range', 'bytes=6-7', 'If-None-Match', '"1"']).status).toBe(304)
  })

  test('is sent as the part that it is, whatever is asked for (RFC 9111 §3.3)', () => {
    expect(presented(partial(), [])).toMatchObject({ status: 206, content: 'full' })
  })

  test.each<[number | null, string[]]>([
    [10, ['Content-Length', '10']],
    [null, []],
  ])('confirmed by a HEAD, is answered with the head of a whole of %j bytes', (complete, length) => {
    expect(presented(partial({ complete }), [], { method: 'HEAD' })).toEqual({
      status: 200,
      reason: 'OK',
      fields: ['Content-Type', 'text/plain', ...length, ...added],
      content: 'none',
    })
  })
})

test('a range of a whole whose length is not known is ignored', () => {
  const facts = readRequestFacts({ method: 'GET', url: '', fields: ['Range', 'bytes=2-5'] })
  const head = presentStored({ facts, stored: whole, length: undefined, now, policy })
  expect(head).toMatchObject({ status: 200, content: 'full' })
})
