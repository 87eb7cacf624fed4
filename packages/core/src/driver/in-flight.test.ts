import { describe, expect, test } from '@jest/globals'
import { sampleTransaction } from '../testing/sample-transaction.ts'
import { flightTable } from '../engine/flight-table.ts'
import type { FlightState } from '../machine/flight-alphabet.ts'
import type { StateMeta } from '../machine/transaction-alphabet.ts'
import { storyOf, type FollowedFlight, type OpenTransaction } from './in-flight.ts'

const open = (
  state: Parameters<typeof sampleTransaction>[0],
  changes: Partial<OpenTransaction> = {},
): OpenTransaction => ({
  transaction: sampleTransaction(state),
  step: undefined,
  following: undefined,
  delivery: undefined,
  ...changes,
})

describe('the story of an open transaction', () => {
  test('says where it is, since when, how it came there, and what it waits for', () => {
    const transaction = sampleTransaction('awaitBackend.attached', { role: 'leader' })
    transaction.history.record('request.lookup', 'awaitCache', 10)
    transaction.history.record('lookup.obliged', 'awaitBackend.attached', 40)
    expect(storyOf(open('awaitBackend.attached', { transaction }), 100)).toEqual({
      id: 1,
      role: 'leader',
      method: 'GET',
      key: 'http://example.com/a',
      startedAt: 0,
      state: 'awaitBackend.attached',
      history: [
        { event: 'request.lookup', state: 'awaitCache', at: 10 },
        { event: 'lookup.obliged', state: 'awaitBackend.attached', at: 40 },
      ],
      dropped: 0,
      since: 40,
      inState: 60,
      waitsFor: 'the reply head',
      owedBy: 'origin',
      step: undefined,
      leader: undefined,
    })
  })

  test('counts the time in a state from its beginning, not from the last event in it', () => {
    const transaction = sampleTransaction('awaitBackend.attached')
    transaction.history.record('request.lookup', 'awaitCache', 5)
    transaction.history.record('lookup.obliged', 'awaitBackend.attached', 10)
    transaction.history.record('reply.orphaned', 'awaitBackend.attached', 80)
    expect(storyOf(open('awaitBackend.attached', { transaction }), 100).inState).toBe(90)
  })

  test('has no negative age when the clock was set back', () => {
    expect(storyOf(open('awaitCache'), -5_000)).toMatchObject({ since: 0, inState: 0 })
  })

  test('says how many steps there were before the first that it still knows', () => {
    const transaction = sampleTransaction('awaitCache')
    for (let at = 0; at < 40; at += 1) transaction.history.record('request.lookup', 'awaitCache', at)
    const { history, dropped } = storyOf(open('awaitCache', { transaction }), 40)
    expect([history[0]?.at, history.length, dropped]).toEqual([8, 32, 8])
  })

  test.each([
    ['awaitBackend.attached', 'authenticate'],
    ['awaitBackend.detached', 'authenticate'],
    ['direct', 'authenticate'],
    ['awaitCache', undefined],
    ['delivering', undefined],
  ] as const)('names what the backend is doing while that is waited for: in %s, %s', (state, step) => {
    expect(storyOf(open(state, { step: 'authenticate' }), 0).step).toBe(step)
  })

  test.each(['client', 'origin', 'store'] as const)(
    'says of a body on its way whose turn it is: %s',
    (waitsFor) => {
      expect(storyOf(open('delivering', { delivery: { waitsFor } }), 0)).toMatchObject({
        waitsFor: 'the end of the body',
        owedBy: waitsFor,
      })
    },
  )
})

// The machine's own type says what meta is; a test checks every state.
const metaOf = (state: FlightState): StateMeta => flightTable.states.get(state)?.meta as StateMeta

describe('the story of a follower', () => {
  const following = (
    state: FlightState,
    leader: FollowedFlight['leader'] = { id: 17, state: 'awaitBackend.attached' },
  ) => storyOf(open('awaitFlight', { following: { meta: metaOf(state), leader } }), 0)

  test.each(['awaitReply.open', 'awaitReply.fenced'] as const)(
    'names the leader and where that one is, while there is no reply: %s',
    (state) => {
      expect(following(state)).toMatchObject({
        leader: 17,
        waitsFor: 'the reply to transaction 17',
        owedBy: 'transaction 17 (awaitBackend.attached)',
      })
    },
  )

  test.each([
    ['streaming.open', 'the end of the body', 'origin'],
    ['committing', 'the commit', 'store'],
  ] as const)('that came too late for the first byte names who owes the rest: %s', (state, what, owedBy) => {
    expect(following(state, { id: 17, state: 'delivered' })).toMatchObject({
      leader: 17,
      waitsFor: `${what} of the reply to transaction 17`,
      owedBy,
    })
  })
})
