import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { sampleTransaction, type SampleTransactionChanges } from '../testing/sample-transaction.ts'
import { outgoingRequest, type SendEffect } from './outgoing-request.ts'

const own = ['Accept', 'text/html', 'If-None-Match', '"client"', 'Range', 'bytes=0-9']
const ofConnection = ['Connection', 'close, x-once', 'X-Once', '1', 'TE', 'trailers']
const request = { method: 'GET', url: 'http://example.com/a?b', fields: [...ofConnection, ...own] }

const validating = { ask: 'validate' } as const
const etag = sampleResponse({ etag: '"stored"', lastModified: null })
const dated = sampleResponse({ etag: null, lastModified: 'Tue, 14 Nov 2023 00:00:00 GMT' })

const fieldsOf = (effect: SendEffect, changes: SampleTransactionChanges) =>
  outgoingRequest(sampleTransaction('awaitBackend.attached', { request, ...changes }), effect).fields

const unconditional = ['Accept', 'text/html', 'Range', 'bytes=0-9']

describe('the request to the origin', () => {
  test.each<[string, SendEffect, SampleTransactionChanges, string[]]>([
    ["has the client's own conditions where it is the original one", 'backend.sendOriginal', {}, own],
    [
      'has no other conditions where it is the original one',
      'backend.sendOriginal',
      { ...validating, stored: etag },
      own,
    ],
    ['asks for what the client asked for where nothing is stored', 'backend.send', {}, unconditional],
    [
      'asks for the whole where that is wanted',
      'backend.send',
      { range: 'dropped' },
      ['Accept', 'text/html'],
    ],
    [
      'has the range of the client where it is the original one',
      'backend.sendOriginal',
      { range: 'dropped' },
      own,
    ],
    [
      'asks for the same where what is stored is not to be validated',
      'backend.send',
      { stored: etag },
      unconditional,
    ],
    [
      'validates by the stored entity tag',
      'backend.send',
      { ...validating, stored: etag },
      [...unconditional, 'If-None-Match', '"stored"'],
    ],
    [
      'validates by the stored date',
      'backend.send',
      { ...validating, stored: dated },
      [...unconditional, 'If-Modified-Since', 'Tue, 14 Nov 2023 00:00:00 GMT'],
    ],
    ['has nothing to validate where nothing is stored', 'backend.send', validating, unconditional],
    [
      'asks for the rest of the part that is stored, as no client can have asked for a range of it',
      'backend.send',
      {
        request: { ...request, fields: ['Accept', 'text/html'] },
        ask: 'complete',
        stored: sampleResponse({ part: { first: 0, last: 4, complete: 10, length: 5, range: '' } }),
      },
      ['Accept', 'text/html', 'Range', 'bytes=5-', 'If-Range', '"1"'],
    ],
    ['asks for the same the second time', 'backend.resendUnconditional', { stored: etag }, unconditional],
  ])('%s', (...[, effect, changes, expected]) => {
    expect(fieldsOf(effect, changes)).toEqual(expected)
  })

  test('asks for the whole where nothing was admitted, and where the method knows no range', () => {
    const transaction = sampleTransaction('received', { request })
    expect(outgoingRequest(transaction, 'backend.send').fields).toEqual(['Accept', 'text/html'])
    const head = { request: { ...request, method: 'HEAD' } }
    expect(fieldsOf('backend.send', head)).toEqual(['Accept', 'text/html'])
  })

  test('goes to the same place by the same method', () => {
    const head = { method: 'HEAD', url: 'http://example.com/a?b', fields: [] }
    const transaction = sampleTransaction('awaitBackend.attached', { request: head })
    expect(outgoingRequest(transaction, 'backend.send')).toEqual(head)
    expect(outgoingRequest(transaction, 'backend.sendOriginal')).toEqual(head)
  })

  test("leaves the client's request as it was", () => {
    const transaction = sampleTransaction('awaitBackend.attached', { request, ...validating, stored: etag })
    const before = structuredClone(transaction.request)
    outgoingRequest(transaction, 'backend.send')
    expect(transaction.request).toEqual(before)
  })
})
