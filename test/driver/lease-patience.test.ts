/** Whoever waits for other processes waits for as long as it is told to, however many of them fetch one after the other. */
import { describe, expect, test } from '@jest/globals'
import { fleet, memberAt, sendEach, statesOf } from './fleet-stage.ts'
import { interpreters, settle } from './stage.ts'

describe.each(interpreters)('four caches over one store, on the %s,', (interpreter) => {
  test('wait for all the others together no longer than the deadline for one', async () => {
    const given = fleet(4, { interpreter, deadlines: { lease: 4_000 } })
    const pending = sendEach(given.members, 1)
    const ends = Promise.allSettled(pending.map((one) => one.wait()))
    await settle()
    const last = memberAt(given, 3)
    for (const calls of [1, 2]) {
      expect([given.backend.calls.length, statesOf(last)]).toEqual([calls, ['leader awaitLease.parked']])
      given.clock.advance(1_500)
      given.backend.fail(new Error('no route'))
      await settle()
    }
    // The third one has the lease now: of the four seconds there is one left.
    expect([given.backend.calls.length, statesOf(last)]).toEqual([3, ['leader awaitLease.parked']])
    given.clock.advance(1_000)
    await settle()
    expect([given.backend.calls.length, statesOf(last)]).toEqual([4, ['leader awaitBackend.attached']])
    for (let call = 3; call <= 4; call += 1) given.backend.fail(new Error('no route'))
    expect((await ends).map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
  })
})
