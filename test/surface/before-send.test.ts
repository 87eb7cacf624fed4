import { describe, expect, test } from '@jest/globals'
import { HookError, MisuseError, type OutgoingRequest } from '@cachechart/core'
import { expectNothingLeft, fresh, textsOf } from '../driver/flight-stage.ts'
import { get, interpreters, settle, stage, storyOf, textOf, type Stage } from '../driver/stage.ts'
import { gate, staleStage } from './hook-stage.ts'

/** The only request that has reached the origin, or the one after so many. */
const sent = ({ backend }: Stage, index = 0) => backend.requests[index]

describe.each(interpreters)('beforeSend on the %s', (interpreter) => {
  test('changes what goes to the origin, not what the client asked for', async () => {
    const set = stage({ interpreter })
    const request = get('http://origin.example/page', 'Accept', 'text/plain', 'Cookie', 'a=b')
    set.backend.reply({ fields: [...fresh.fields, 'Vary', 'Accept'] }, 'one')
    const beforeSend = (outgoing: OutgoingRequest): void => {
      expect([outgoing.method, outgoing.client]).toEqual(['GET', request])
      expect(outgoing.getHeader('Cookie')).toBe('a=b')
      outgoing.removeHeader('cookie')
      outgoing.setHeader('Accept', 'text/html')
      outgoing.appendHeader('X-Signed', 'yes')
      outgoing.url = 'http://elsewhere.example/other'
    }
    await set.cache.handle(request, { beforeSend })
    expect(sent(set)).toMatchObject({
      method: 'GET',
      url: 'http://elsewhere.example/other',
      fields: ['Accept', 'text/html', 'X-Signed', 'yes'],
    })
    // Stored for what the client asked, under its URL.
    expect(set.cache.send(request).poll()?.outcome).toBe('hit.fresh')
    expectNothingLeft(set)
  })

  test('says what is to be stored: overrides are read after it ran', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: [] }, 'one')
    const beforeSend = (outgoing: OutgoingRequest): void => {
      expect(outgoing.overrides).toMatchObject({ maxAge: 5 })
      outgoing.override({ ttl: 100, surrogateKeys: ['a'] })
    }
    const response = await set.cache.handle(get(), { maxAge: 5, beforeSend })
    expect([response.ttl, response.surrogateKeys]).toEqual([100, ['a']])
    expect(set.cache.send(get()).poll()?.ttl).toBe(100)
  })

  test('runs for the one that leads, and for none that follows', async () => {
    const set = stage({ interpreter })
    const ran: number[] = []
    const pending = [0, 1, 2].map((index) =>
      set.cache.send(get(), { beforeSend: () => void ran.push(index) }),
    )
    set.backend.reply(fresh, 'one')
    expect(await textsOf(pending)).toEqual(['one', 'one', 'one'])
    expect(ran).toEqual([0])
    expectNothingLeft(set)
  })

  test('runs for a refresh in the background, as the request said that started it', async () => {
    const ran: string[] = []
    const set = stage({ interpreter })
    set.backend.reply(
      { fields: ['Cache-Control', 'max-age=60, stale-while-revalidate=60', 'ETag', '"1"'] },
      'one',
    )
    await textOf(await set.cache.handle(get()))
    set.clock.advance(61_000)
    const beforeSend = (outgoing: OutgoingRequest): void => {
      ran.push(String(outgoing.getHeader('if-none-match')))
      outgoing.setHeader('X-Refresh', '1')
    }
    expect(set.cache.send(get(), { beforeSend }).poll()?.outcome).toBe('hit.stale')
    expect([ran, sent(set, 1)?.fields]).toEqual([['"1"'], ['If-None-Match', '"1"', 'X-Refresh', '1']])
    set.backend.reply({ status: 304 })
    await settle()
    expectNothingLeft(set)
  })

  test.each([
    ['passed', get(), { pass: true }],
    ['unsafe', { ...get(), method: 'POST' }, {}],
    ['stopped from storing', get('http://origin.example/page', 'Cache-Control', 'no-store'), {}],
  ])('does not run for a request that is %s: onDirect does', async (_what, request, overrides) => {
    const set = stage({ interpreter })
    set.backend.reply({}, 'one')
    const beforeSend = (): void => {
      throw new Error('not for this one')
    }
    const afterSend = beforeSend
    const onDirect = async (outgoing: OutgoingRequest): Promise<void> => {
      await Promise.resolve()
      outgoing.setHeader('X-Direct', outgoing.method)
    }
    const response = await set.cache.handle(request, { ...overrides, beforeSend, afterSend, onDirect })
    expect([response.outcome, sent(set)?.fields.includes('X-Direct')]).toEqual(['pass', true])
    expectNothingLeft(set)
  })

  test.each<[string, () => void | Promise<void>]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('that %s fails the request, and the origin is not asked', async (_how, beforeSend) => {
    const set = stage({ interpreter })
    const failed = set.cache.send(get(), { beforeSend })
    const error = await failed.wait().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(HookError)
    expect(error).toMatchObject({
      code: 'ERR_HOOK_BEFORE_SEND',
      message: 'beforeSend failed: no',
      cause: expect.objectContaining({ message: 'no' }),
    })
    expect([set.backend.calls.length, storyOf(set.cache).at(-1)]).toEqual([0, 'reply.failed'])
    expectNothingLeft(set)
  })

  test('that fails lets the stored response stand in, where stale-if-error allows it', async () => {
    const set = await staleStage(interpreter)
    const response = await set.cache.handle(get(), { beforeSend: () => Promise.reject(new Error('no')) })
    expect([await textOf(response), response.outcome, set.backend.calls.length]).toEqual([
      'one',
      'hit.masked',
      1,
    ])
    expect(response.maskedError).toMatchObject({ code: 'ERR_HOOK_BEFORE_SEND', cause: { message: 'no' } })
    expectNothingLeft(set)
  })

  test('that never ends is stopped by the deadline for the reply; what it does later has no effect', async () => {
    const set = stage({ interpreter, deadlines: { reply: 1_000 } })
    const { opened, open } = gate()
    const pending = set.cache.send(get(), { beforeSend: () => opened })
    expect(set.cache.inFlight()).toMatchObject([
      { state: 'awaitBackend.attached', step: 'the hook beforeSend' },
    ])
    set.clock.advance(1_000)
    await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE' })
    open()
    await settle()
    expect(set.backend.calls).toHaveLength(0)
    expectNothingLeft(set)
  })

  test('goes on when its client leaves, for whoever comes next', async () => {
    const set = stage({ interpreter })
    const { opened, open } = gate()
    const pending = set.cache.send(get(), { beforeSend: () => opened })
    const waiting = pending.wait().catch((error: unknown) => error)
    pending.cancel()
    open()
    await settle()
    set.backend.reply(fresh, 'one')
    await settle()
    expect(await waiting).toMatchObject({ code: 'ERR_CANCELLED' })
    expect(set.cache.send(get()).poll()?.outcome).toBe('hit.fresh')
    expectNothingLeft(set)
  })

  test('wakes a follower to lead when it fails, and its hook runs then', async () => {
    const set = stage({ interpreter })
    const { opened, break: fail } = gate()
    const first = set.cache
      .send(get(), { beforeSend: () => opened })
      .wait()
      .catch((error: unknown) => error)
    const ran: string[] = []
    const second = set.cache.send(get(), { beforeSend: () => void ran.push('second') })
    expect(ran).toEqual([])
    fail(new Error('no'))
    await settle()
    expect(ran).toEqual(['second'])
    set.backend.reply(fresh, 'two')
    expect(await textOf(await second.wait())).toBe('two')
    expect(await first).toBeInstanceOf(HookError)
    expectNothingLeft(set)
  })

  test('refuses what cannot be sent, where it is said', async () => {
    const set = stage({ interpreter })
    const seen: unknown[] = []
    const attempt = (act: () => void): void => {
      try {
        act()
      } catch (error) {
        seen.push(error)
      }
    }
    const beforeSend = (outgoing: OutgoingRequest): void => {
      attempt(() => outgoing.setHeader('a b', 'x'))
      attempt(() => outgoing.appendHeader('X', 'a\nb'))
      attempt(() => (outgoing.url = '/relative'))
      attempt(() => outgoing.override({ ttl: -1 }))
    }
    set.backend.reply(fresh, 'one')
    await set.cache.handle(get(), { beforeSend })
    expect(seen).toHaveLength(4)
    for (const error of seen) expect(error).toBeInstanceOf(MisuseError)
  })
})
