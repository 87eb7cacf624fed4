import { describe, expect, test } from '@jest/globals'
import { fakeBody, fakeStore } from '@cachechart/core/testing'
import { expectNothingLeft, fresh, roles, sendAll, textsOf } from './flight-stage.ts'
import { fieldOf, get, interpreters, settle, stage, storyOf, textOf, type StageOptions } from './stage.ts'

describe.each(interpreters)('requests for the same response, on the %s,', (interpreter) => {
  const set = (options: StageOptions = {}) => stage({ interpreter, ...options })

  test('are one request to the origin, and one body for all', async () => {
    const given = set()
    const pending = sendAll(given, 50)
    expect([given.backend.calls.length, roles(given).slice(0, 2)]).toEqual([
      1,
      ['leader awaitBackend.attached', 'follower awaitFlight'],
    ])
    given.backend.reply(fresh, 'for all')
    expect(new Set(await textsOf(pending))).toEqual(new Set(['for all']))
    const status = await Promise.all(pending.map(async (each) => fieldOf(await each.wait(), 'cache-status')))
    expect([...new Set(status)]).toEqual([
      'cachechart; fwd=uri-miss; stored',
      'cachechart; fwd=uri-miss; fwd-status=200; collapsed',
    ])
    await settle()
    expect(given.cache.send(get()).poll()?.source).toBe('stored')
    expectNothingLeft(given)
  })

  test('stream the body to all while it arrives', async () => {
    const given = set()
    const body = fakeBody()
    const [leader, follower] = sendAll(given, 2)
    given.backend.reply(fresh, body)
    await settle()
    body.push('first ')
    const readers = [leader, follower].map((each) => each?.poll()?.body[Symbol.asyncIterator]())
    const nextOf = async (reader: AsyncIterator<Uint8Array> | undefined) => {
      const result = await reader?.next()
      return result?.done === true ? 'the end' : new TextDecoder().decode(result?.value)
    }
    expect(await Promise.all(readers.map(nextOf))).toEqual(['first ', 'first '])
    body.push('last')
    body.end()
    expect(await Promise.all(readers.map(nextOf))).toEqual(['last', 'last'])
    expect(await Promise.all(readers.map(nextOf))).toEqual(['the end', 'the end'])
    expectNothingLeft(given)
  })

  test('give the whole to one that comes while the body arrives', async () => {
    const given = set()
    const body = fakeBody()
    const leader = given.cache.send(get())
    given.backend.reply(fresh, body)
    await settle()
    body.push('first ')
    await settle()
    const late = given.cache.send(get())
    body.push('last')
    body.end()
    expect(await textsOf([leader, late])).toEqual(['first last', 'first last'])
    expect(given.backend.calls).toHaveLength(1)
    expectNothingLeft(given)
  })

  test('let one that comes too late for the beginning wait for the store', async () => {
    const given = set({ collapse: { window: 4 } })
    const body = fakeBody()
    const leader = given.cache.send(get())
    given.backend.reply(fresh, body)
    await settle()
    body.push('longer than that ')
    await settle()
    const late = given.cache.send(get())
    expect(roles(given)).toEqual(['leader delivering', 'follower awaitFlight'])
    body.push('last')
    body.end()
    expect(await textsOf([leader, late])).toEqual(Array(2).fill('longer than that last'))
    expect([given.backend.calls.length, storyOf(given.cache).slice(1, 4)]).toEqual([
      1,
      ['lookup.joined', 'flight.landed', 'lookup.fresh'],
    ])
    expectNothingLeft(given)
  })

  test('share a reply even when it is stale on arrival, and are not asked one by one', async () => {
    const given = set()
    const pending = sendAll(given, 3)
    given.backend.reply({ fields: ['Cache-Control', 'max-age=0', 'ETag', '"1"'] }, 'stale')
    expect(await textsOf(pending)).toEqual(['stale', 'stale', 'stale'])
    await settle()
    expect(given.backend.calls).toHaveLength(1)
    expectNothingLeft(given)
  })

  test('share a reply that is not even worth storing', async () => {
    const given = set()
    const pending = sendAll(given, 3)
    given.backend.reply({ fields: ['Cache-Control', 'max-age=0'] }, 'once')
    expect(await textsOf(pending)).toEqual(['once', 'once', 'once'])
    await settle()
    expect([given.backend.calls.length, given.cache.send(get()).poll()]).toEqual([1, undefined])
    given.backend.reply({}, '')
    await settle()
    expectNothingLeft(given)
  })

  test('share such a reply though the client that asked has left, and leave nothing open', async () => {
    const given = set()
    const [leader, follower] = sendAll(given, 2)
    leader?.cancel()
    const body = fakeBody()
    given.backend.reply({ fields: ['Cache-Control', 'max-age=0'] }, body)
    body.push('once')
    body.end()
    const shared = await follower?.wait()
    expect(shared && (await textOf(shared))).toBe('once')
    let drained: unknown
    void given.cache.drain({ timeout: 1_000 }).then((result) => (drained = result))
    await settle()
    expect(drained).toEqual({ stopped: 0 })
    expectNothingLeft(given)
  })

  test('have one of them asked when what is stored is to be validated', async () => {
    const given = set()
    given.backend.reply({ fields: ['Cache-Control', 'max-age=1', 'ETag', '"1"'] }, 'kept')
    await textOf(await given.cache.handle(get()))
    given.clock.advance(2_000)
    const [leader, follower] = sendAll(given, 2)
    given.backend.reply({ status: 304, fields: ['ETag', '"1"', 'Cache-Control', 'max-age=0'] })
    const [first, second] = [await leader?.wait(), await follower?.wait()]
    if (first === undefined || second === undefined) throw new Error('both were sent')
    expect([await textOf(first), await textOf(second)]).toEqual(['kept', 'kept'])
    expect([given.backend.calls.length, fieldOf(second, 'cache-status')]).toEqual([
      2,
      'cachechart; fwd=stale; fwd-status=200; collapsed',
    ])
    await settle()
    expectNothingLeft(given)
  })

  test('are validated once, too, by a store that takes its time', async () => {
    const given = set({ store: fakeStore({ delay: 'microtask' }) })
    given.backend.reply({ fields: ['Cache-Control', 'max-age=1', 'ETag', '"1"'] }, 'kept')
    await textOf(await given.cache.handle(get()))
    await settle()
    given.clock.advance(2_000)
    const pending = sendAll(given, 3)
    await settle()
    given.backend.reply({ status: 304, fields: ['ETag', '"1"'] })
    expect(await textsOf(pending)).toEqual(['kept', 'kept', 'kept'])
    await settle()
    expect(given.backend.calls).toHaveLength(2)
    expectNothingLeft(given)
  })

  test('are asked one by one where the reply is not to be stored', async () => {
    const given = set()
    const pending = sendAll(given, 3)
    given.backend.reply({ status: 500 }, 'broken')
    await settle()
    expect([given.backend.calls.length, roles(given)]).toEqual([
      2,
      ['leader awaitBackend.attached', 'follower awaitFlight'],
    ])
    given.backend.reply(fresh, 'well again')
    expect(await textsOf(pending)).toEqual(['broken', 'well again', 'well again'])
    await settle()
    expect(given.backend.calls).toHaveLength(2)
    expectNothingLeft(given)
  })

  test('go on without each other where the reply is uncacheable, and later ones do not wait', async () => {
    const given = set()
    const pending = sendAll(given, 3)
    given.backend.reply({ fields: ['Cache-Control', 'private'] }, 'mine')
    await settle()
    expect([given.backend.calls.length, roles(given)]).toEqual([3, ['client direct', 'client direct']])
    given.backend.reply({ fields: ['Cache-Control', 'private'] }, 'yours')
    given.backend.reply({ fields: ['Cache-Control', 'private'] }, 'theirs')
    expect(await textsOf(pending)).toEqual(['mine', 'yours', 'theirs'])
    const later = sendAll(given, 2)
    expect(given.backend.calls).toHaveLength(5)
    given.backend.reply(fresh, 'for all')
    given.backend.reply(fresh, 'for all')
    await textsOf(later)
    await settle()
    expect(given.cache.send(get()).poll()?.source).toBe('stored')
    expectNothingLeft(given)
  })

  test('wait for each other again when the mark has run out', async () => {
    const given = set({ collapse: { markFor: 1_000 } })
    given.backend.reply({ fields: ['Cache-Control', 'private'] }, 'mine')
    await textsOf(sendAll(given, 1))
    given.clock.advance(1_000)
    const pending = sendAll(given, 2)
    expect(given.backend.calls).toHaveLength(2)
    given.backend.reply(fresh, 'for all')
    await textsOf(pending)
    await settle()
    expectNothingLeft(given)
  })

  test('are passed on as they are, by a mark that says so', async () => {
    const given = set({ collapse: { uncacheable: 'pass' } })
    given.backend.reply({ fields: ['Cache-Control', 'private'] }, 'mine')
    await textsOf(sendAll(given, 1))
    given.backend.reply(fresh, 'not stored')
    const passed = await given.cache.handle(get(undefined, 'If-None-Match', '"1"'))
    await textOf(passed)
    expect([given.backend.requests[1]?.fields, storyOf(given.cache)]).toEqual([
      ['If-None-Match', '"1"'],
      ['request.lookup', 'lookup.pass', 'reply.received', 'delivery.done'],
    ])
    expectNothingLeft(given)
  })

  test('do not wait for what the store will not take', async () => {
    const given = set({ store: fakeStore({ delay: 'sync' }) })
    given.store.failNext('put')
    const pending = sendAll(given, 2)
    given.backend.reply(fresh, 'one')
    given.backend.reply(fresh, 'two')
    expect(await textsOf(pending)).toEqual(['one', 'two'])
    await settle()
    expectNothingLeft(given)
  })

  test('wait for the variant that they want, once the fields that select it are known', async () => {
    const given = set()
    const english = get(undefined, 'Accept-Language', 'en')
    const german = get(undefined, 'Accept-Language', 'de')
    const varied = (language: string) => ({
      fields: ['Cache-Control', 'max-age=1', 'Vary', 'Accept-Language', 'Content-Language', language],
    })
    // Nothing is known yet: all wait for one, and those for whom that was wrong go on together.
    const first = [...sendAll(given, 2, english), ...sendAll(given, 2, german)]
    expect(given.backend.calls).toHaveLength(1)
    given.backend.reply(varied('en'), 'hello')
    await settle()
    expect(given.backend.calls).toHaveLength(2)
    given.backend.reply(varied('de'), 'hallo')
    expect(await textsOf(first)).toEqual(['hello', 'hello', 'hallo', 'hallo'])
    given.clock.advance(2_000)
    const second = [...sendAll(given, 2, english), ...sendAll(given, 2, german)]
    expect(given.backend.calls).toHaveLength(4)
    given.backend.reply(varied('en'), 'hello')
    given.backend.reply(varied('de'), 'hallo')
    expect(await textsOf(second)).toEqual(['hello', 'hello', 'hallo', 'hallo'])
    await settle()
    expectNothingLeft(given)
  })

  test('may be for a part or the head of what is fetched', async () => {
    const given = set()
    const whole = given.cache.send(get())
    const part = given.cache.send(get(undefined, 'Range', 'bytes=2-3'))
    const head = given.cache.send({ ...get(), method: 'HEAD' })
    const body = fakeBody()
    given.backend.reply({ fields: [...fresh.fields, 'Content-Length', '6'] }, body)
    await settle()
    body.push('abc')
    body.push('def')
    body.end()
    expect(await textsOf([whole, part, head])).toEqual(['abcdef', 'cd', ''])
    expect([(await part.wait()).status, (await head.wait()).status, given.backend.calls.length]).toEqual([
      206, 200, 1,
    ])
    await settle()
    expectNothingLeft(given)
  })

  test('leave nothing running for a part that has been read, when nobody wants the rest', async () => {
    const given = set()
    const body = fakeBody()
    const whole = given.cache.send(get())
    const part = given.cache.send(get(undefined, 'Range', 'bytes=0-1'))
    given.backend.reply({ fields: [...fresh.fields, 'Content-Length', '24'] }, body)
    await settle()
    whole.cancel()
    body.push('abc')
    expect(await textsOf([part])).toEqual(['ab'])
    given.store.failNext('write')
    body.push('def')
    await settle()
    expect(given.backend.calls[0]?.state).toBe('cancelled')
    expectNothingLeft(given)
  })

  test('go each for itself where that is asked for', async () => {
    const given = set()
    const alone = [
      given.cache.send(get(), { collapse: false }),
      given.cache.send(get()),
      given.cache.send(get(), { collapse: false }),
      given.cache.send(get(undefined, 'Cache-Control', 'no-cache')),
      given.cache.send(get(undefined, 'Authorization', 'Basic x')),
    ]
    expect(given.backend.calls).toHaveLength(5)
    for (const name of 'abcde') given.backend.reply(fresh, name)
    expect(await textsOf(alone)).toEqual(['a', 'b', 'c', 'd', 'e'])
    await settle()
    expectNothingLeft(given)
  })

  test('are each answered when the origin fails: one after the other asks', async () => {
    const given = set()
    const pending = sendAll(given, 3)
    given.backend.fail(new Error('no route'))
    given.backend.fail(new Error('no route'))
    given.backend.reply(fresh, 'at last')
    const [first, second, ...rest] = pending
    await expect(first?.wait()).rejects.toMatchObject({ code: 'ERR_BACKEND_FAILED' })
    await expect(second?.wait()).rejects.toMatchObject({ code: 'ERR_BACKEND_FAILED' })
    expect(await textsOf(rest)).toEqual(['at last'])
    await settle()
    expectNothingLeft(given)
  })

  test('are all served stale when the origin fails and that is allowed', async () => {
    const given = set()
    given.backend.reply({ fields: ['Cache-Control', 'max-age=1, stale-if-error=60'] }, 'kept')
    await textsOf(sendAll(given, 1))
    given.clock.advance(2_000)
    const pending = sendAll(given, 3)
    given.backend.fail(new Error('no route'))
    expect(await textsOf(pending)).toEqual(['kept', 'kept', 'kept'])
    const errors = await Promise.all(pending.map(async (each) => (await each.wait()).maskedError))
    expect(errors).toMatchObject([1, 2, 3].map(() => ({ code: 'ERR_BACKEND_FAILED' })))
    expect(given.backend.calls).toHaveLength(2)
    expectNothingLeft(given)
  })
})
