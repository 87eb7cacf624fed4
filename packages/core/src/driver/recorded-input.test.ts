import { describe, expect, test } from '@jest/globals'
import type { Input } from '../engine/input.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { recordedInput, recordedResponse } from './recorded-input.ts'

const error = new RangeError('too much')
const told = { name: 'RangeError', message: 'too much' }
const company = { flight: 'none', mark: 'miss' } as const
const lookup = { type: 'lookup', variants: 'some', refresh: 'open', ...company } as const
const part = { first: 0, last: 1, complete: 5, length: 2, range: 'bytes=0-1' }
const stored = sampleResponse({ status: 206, vary: ['accept'], varied: ['a'], surrogateKeys: ['b'], part })

describe('an input is written down', () => {
  test.each<[Input, object]>([
    [{ type: 'request' }, { type: 'request' }],
    [
      { type: 'refresh', lease: 'wanted' },
      { type: 'refresh', lease: 'wanted' },
    ],
    [
      { ...lookup, stored: null },
      { ...lookup, stored: null },
    ],
    [
      { ...lookup, stored, lease: 'wanted' },
      { ...lookup, stored, lease: 'wanted' },
    ],
    [
      { type: 'lookupError', error, ...company },
      { type: 'lookupError', error: told, ...company },
    ],
    [
      { type: 'lease', answer: 'taken' },
      { type: 'lease', answer: 'taken' },
    ],
    [
      { type: 'leaseError', error },
      { type: 'leaseError', error: told },
    ],
    [{ type: 'purged' }, { type: 'purged' }],
    [
      { type: 'flightReply', stored },
      { type: 'flightReply', stored },
    ],
    [
      { type: 'flightOver', outcome: 'woken' },
      { type: 'flightOver', outcome: 'woken' },
    ],
    [
      { type: 'flightFailed', error },
      { type: 'flightFailed', error: told },
    ],
    [
      { type: 'replyError', error },
      { type: 'replyError', error: told },
    ],
    [
      { type: 'deadline', after: Infinity, of: 'own', ...company },
      { type: 'deadline', after: Number.MAX_SAFE_INTEGER, of: 'own', ...company },
    ],
    [
      { type: 'clientGone', others: 3 },
      { type: 'clientGone', others: 3 },
    ],
    [{ type: 'stop' }, { type: 'stop' }],
    [{ type: 'bodyDone' }, { type: 'bodyDone' }],
    [
      { type: 'bodyError', error },
      { type: 'bodyError', error: told },
    ],
  ])('as JSON that comes back as it was: %j', (input, expected) => {
    const recorded = recordedInput(input)
    expect(recorded).toStrictEqual(expected)
    expect(JSON.parse(JSON.stringify(recorded))).toStrictEqual(recorded)
  })

  test('without the body of a reply, and without what nobody said of it', () => {
    const reply = { status: 200, reason: '', fields: ['A', 'b'], body: new Uint8Array(3) }
    const head = { status: 200, reason: '', fields: ['A', 'b'] }
    expect(recordedInput({ type: 'reply', reply, overrides: undefined })).toStrictEqual({
      type: 'reply',
      reply: head,
    })
    const overrides = { ttl: Infinity, maxAge: undefined, staleIfError: -0, labels: ['a'], sensitive: false }
    expect(recordedInput({ type: 'reply', reply, overrides, action: 'insert' })).toStrictEqual({
      type: 'reply',
      reply: head,
      overrides: { ttl: Number.MAX_SAFE_INTEGER, staleIfError: 0, labels: ['a'], sensitive: false },
      action: 'insert',
    })
  })

  test('with lists of its own', () => {
    const own = recordedResponse(stored)
    expect(own).toStrictEqual(stored)
    for (const name of ['fields', 'vary', 'varied', 'surrogateKeys', 'part'] as const)
      expect(own[name]).not.toBe(stored[name])
  })
})
