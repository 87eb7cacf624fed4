import { describe, expect, test } from '@jest/globals'
import { fakeBody } from '@cachechart/core/testing'
import { expectNothingLeft, fresh, roles, sendAll, textsOf } from './flight-stage.ts'
import { get, interpreters, settle, stage, textOf, type StageOptions } from './stage.ts'

describe.each(interpreters)('those who wait for the same, on the %s,', (interpreter) => {
  const set = (options: StageOptions = {}) => stage({ interpreter, ...options })

  test('lose nobody when a body breaks off: who reads it fails, who waits asks again', async () => {
    const given = set({ collapse: { window: 4 } })
    const body = fakeBody()
    const reading = sendAll(given, 2)
    given.backend.reply(fresh, body)
    await settle()
    body.push('longer than that')
    await settle()
    const waiting = given.cache.send(get())
    const texts = Promise.allSettled(reading.map(async (each) => textOf(await each.wait())))
    await settle()
    body.fail(new Error('reset'))
    given.backend.reply(fresh, 'whole')
    expect((await texts).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await textsOf([waiting])).toEqual(['whole'])
    await settle()
    expectNothingLeft(given)
  })

  test('may leave while the others are told: by a listener, or in the wake of another', async () => {
    for (const end of ['reply.freshen', 'reply.failed', 'reply.uncacheable', 'reply.store'] as const) {
      let leave = (): void => undefined
      const given = set({
        onFlightTransition: ({ event }) => {
          if (event === end) leave()
        },
        onTransition: ({ event, transaction }) => {
          if (event.startsWith('flight.') && transaction === 3) pending[4]?.cancel()
        },
      })
      given.backend.reply({ fields: ['Cache-Control', 'max-age=1', 'ETag', '"1"'] }, 'kept')
      await textsOf(sendAll(given, 1))
      given.clock.advance(2_000)
      const pending = sendAll(given, 5)
      leave = () => pending[3]?.cancel()
      if (end === 'reply.freshen') given.backend.reply({ status: 304, fields: ['ETag', '"1"'] })
      if (end === 'reply.failed') given.backend.fail(new Error('no route'))
      if (end === 'reply.uncacheable') given.backend.reply({ fields: ['Cache-Control', 'private'] }, 'mine')
      if (end === 'reply.store') given.backend.reply(fresh, 'new')
      await settle()
      for (const call of given.backend.calls)
        if (call.state === 'waiting')
          call.answer({ status: 200, reason: '', fields: fresh.fields, body: null })
      await settle()
      await expect(pending[3]?.wait()).rejects.toMatchObject({ code: 'ERR_CANCELLED' })
      await Promise.allSettled(pending.map(async (each) => textOf(await each.wait())))
      await settle()
      expectNothingLeft(given)
    }
  })

  test('are not let down by a drain that stops what nobody waits for', async () => {
    const given = set()
    const leader = given.cache.send(get())
    const follower = given.cache.send(get())
    leader.cancel()
    const drained = given.cache.drain({ timeout: 1_000 })
    given.clock.advance(1_000)
    expect(await drained).toEqual({ stopped: 0 })
    given.backend.reply(fresh, 'for the other')
    expect(await textsOf([follower])).toEqual(['for the other'])
    await settle()
    expectNothingLeft(given)
  })

  test('wait for a refresh of their variant in the background', async () => {
    const given = set()
    const english = get(undefined, 'Accept-Language', 'en')
    const kept = [
      'Cache-Control',
      'max-age=1, stale-while-revalidate=9',
      'Vary',
      'Accept-Language',
      'ETag',
      '"1"',
    ]
    given.backend.reply({ fields: kept }, 'hello')
    await textsOf(sendAll(given, 1, english))
    given.clock.advance(5_000)
    await textsOf(sendAll(given, 1, english))
    given.clock.advance(6_000)
    const pending = sendAll(given, 2, english)
    expect([given.backend.calls.length, roles(given)]).toEqual([
      2,
      ['background awaitBackend.detached', 'follower awaitFlight', 'follower awaitFlight'],
    ])
    given.backend.reply({ status: 304, fields: ['ETag', '"1"'] })
    expect(await textsOf(pending)).toEqual(['hello', 'hello'])
    await settle()
    expectNothingLeft(given)
  })

  test('are not given what was asked for before it was changed', async () => {
    const given = set()
    const before = given.cache.send(get())
    const body = fakeBody()
    given.backend.reply(fresh, body)
    await settle()
    body.push('old ')
    given.backend.reply({ status: 204 })
    await given.cache.handle({ ...get(), method: 'POST' })
    const after = given.cache.send(get())
    expect(given.backend.calls).toHaveLength(3)
    given.backend.reply(fresh, 'new')
    body.push('content')
    body.end()
    expect(await textsOf([before, after])).toEqual(['old content', 'new'])
    await settle()
    expect(await textsOf(sendAll(given, 1))).toEqual(['new'])
    expectNothingLeft(given)
  })

  test('never replace what was asked for later', async () => {
    const given = set()
    const slow = given.cache.send(get())
    const reload = given.cache.send(get(undefined, 'Cache-Control', 'no-cache'))
    const [first, second] = given.backend.calls
    second?.answer({ status: 200, reason: '', fields: fresh.fields, body: new TextEncoder().encode('new') })
    expect(await textsOf([reload])).toEqual(['new'])
    first?.answer({ status: 200, reason: '', fields: fresh.fields, body: new TextEncoder().encode('old') })
    expect(await textsOf([slow])).toEqual(['old'])
    await settle()
    expect(await textsOf(sendAll(given, 1))).toEqual(['new'])
    expectNothingLeft(given)
  })
})
