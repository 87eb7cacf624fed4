import { describe, expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import { asked, judged, type Row } from '../testing/fixtures/judged.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import type { Input } from './input.ts'

const cause = new Error('cause')

const lookup = (stored: StoredResponse | null): Extract<Input, { type: 'lookup' }> => ({
  type: 'lookup',
  stored,
  variants: stored === null ? 'none' : 'some',
  refresh: 'taken',
  flight: 'none',
  mark: 'none',
})

describe('a lookup where another has asked already', () => {
  const joinable = (stored: StoredResponse | null) => ({ ...lookup(stored), flight: 'joinable' }) as const

  test.each<Row>([
    ['waits for that', {}, joinable(null), { type: 'lookup.joined', reason: 'uri-miss', ask: 'plain' }],
    [
      'waits to have what is stored validated',
      {},
      joinable(sampleResponse()),
      { type: 'lookup.joined', reason: 'stale', ask: 'validate' },
    ],
    [
      'does not wait when the client wants the origin asked',
      asked('Cache-Control', 'no-cache'),
      joinable(null),
      { type: 'lookup.obliged', reason: 'uri-miss', ask: 'plain' },
    ],
    [
      'does not wait when its mode wants that',
      { mode: 'reload' },
      joinable(sampleResponse()),
      { type: 'lookup.obliged', reason: 'request', ask: 'plain' },
    ],
    [
      'does not wait for what it has',
      {},
      joinable(sampleResponse({ lifetime: 90 })),
      { type: 'lookup.fresh' },
    ],
    [
      'goes to the origin as it is when the key is marked so',
      {},
      { ...joinable(null), mark: 'pass' },
      { type: 'lookup.pass', reason: 'uri-miss' },
    ],
    [
      'asks for itself when the key is marked so, and nobody could be waited for',
      {},
      { ...lookup(null), mark: 'miss' },
      { type: 'lookup.obliged', reason: 'uri-miss', ask: 'plain' },
    ],
  ])('%s', (...[, changes, input, expected]) => {
    expect(judged('awaitCache', changes, input)).toEqual(expected)
  })
})

describe('a follower', () => {
  const stored = sampleResponse()
  const stalled: Input = { type: 'deadline', after: 5, of: 'own' }
  const failed: Input = { type: 'flightFailed', error: cause }

  test.each<Row>([
    ['has the reply of its leader', {}, { type: 'flightReply', stored }, { type: 'flight.shared', stored }],
    [
      'looks again when the reply is not for it',
      {},
      { type: 'flightReply', stored: sampleResponse({ mustValidate: true }) },
      { type: 'flight.landed' },
    ],
    [
      'looks again when what it asked for is in the store',
      {},
      { type: 'flightOver', outcome: 'landed' },
      { type: 'flight.landed' },
    ],
    ['is woken to lead', {}, { type: 'flightOver', outcome: 'woken' }, { type: 'flight.woken' }],
    ['goes by itself', {}, { type: 'flightOver', outcome: 'passed' }, { type: 'flight.passed' }],
    [
      'has what is stored in place of an error',
      { stored: sampleResponse({ staleIfError: 60 }) },
      failed,
      { type: 'flight.masked', error: cause },
    ],
    ['looks again after an error that nothing masks', {}, failed, { type: 'flight.landed' }],
    ['has waited too long', {}, stalled, { type: 'deadline.failed' }],
    [
      'has waited too long, and there is something stored',
      { stored: sampleResponse({ staleIfError: 60 }) },
      stalled,
      { type: 'deadline.masked' },
    ],
    [
      'has waited too long, and goes by itself',
      { rules: { onTimeout: 'pass' } },
      stalled,
      { type: 'deadline.passed' },
    ],
    [
      'has waited too long, and fails whatever is stored',
      { rules: { onTimeout: 'fail' }, stored: sampleResponse({ staleIfError: 60 }) },
      stalled,
      { type: 'deadline.failed' },
    ],
    [
      'has no time left, and fails whatever is stored',
      { stored: sampleResponse({ staleIfError: 60 }) },
      { type: 'deadline', after: 5, of: 'transaction' },
      { type: 'deadline.failed' },
    ],
    ['leaves', {}, { type: 'clientGone', others: 0 }, { type: 'client.gone' }],
  ])('%s', (...[, changes, input, expected]) => {
    expect(judged('awaitFlight', changes, input)).toMatchObject(expected)
  })
})

describe('the client of a leader', () => {
  test.each<Row>([
    ['leaves, and others wait', {}, { type: 'clientGone', others: 1 }, { type: 'client.gone' }],
    [
      'leaves, and another waits for the reply to HEAD',
      { request: { method: 'HEAD' } },
      { type: 'clientGone', others: 1 },
      { type: 'client.gone' },
    ],
    [
      'leaves, and only the store wants the reply',
      { rules: { leaderLeaves: 'finishIfWanted' } },
      { type: 'clientGone', others: 0 },
      { type: 'client.goneLast' },
    ],
    [
      'leaves, and others want the reply',
      { rules: { leaderLeaves: 'finishIfWanted' } },
      { type: 'clientGone', others: 1 },
      { type: 'client.gone' },
    ],
    [
      'leaves, and with it the request',
      { rules: { leaderLeaves: 'stop' } },
      { type: 'clientGone', others: 1 },
      { type: 'client.goneLast' },
    ],
    [
      'has no time left; the fetch has',
      {},
      { type: 'deadline', after: 5, of: 'transaction' },
      { type: 'deadline.detached', error: { of: 'transaction', after: 5 } },
    ],
    [
      'hears that there is no connection',
      {},
      { type: 'deadline', after: 5, of: 'connect' },
      { type: 'deadline.failed', error: { of: 'connect' } },
    ],
  ])('%s', (...[, changes, input, expected]) => {
    expect(judged('awaitBackend.attached', changes, input)).toMatchObject(expected)
  })
})

describe('a follower with a cookie, given what the origin said nothing of', () => {
  const given = (sharedWith: StoredResponse['sharedWith'], ...fields: string[]) =>
    judged('awaitFlight', asked(...fields), { type: 'flightReply', stored: sampleResponse({ sharedWith }) })
      .type

  test('goes by itself, unless that was for all', () => {
    expect([
      given('all', 'Cookie', 'a'),
      given('cookieless', 'Cookie', 'a'),
      given('none', 'Cookie', 'a'),
    ]).toEqual(['flight.shared', 'flight.passed', 'flight.passed'])
  })

  test('may have it without a cookie, unless it was asked for with one', () => {
    expect([given('cookieless'), given('none')]).toEqual(['flight.shared', 'flight.passed'])
  })
})
