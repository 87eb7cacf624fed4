import { describe, expect, test } from '@jest/globals'
import type { Candidate } from '@cachechart/core'
import { fakeBody } from '@cachechart/core/testing'
import { expectNothingLeft, fresh, sendAll, textsOf } from '../driver/flight-stage.ts'
import { fieldOf, get, interpreters, settle, stage, textOf } from '../driver/stage.ts'
import { gate, staleStage } from './hook-stage.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe.each(interpreters)('afterSend on the %s', (interpreter) => {
  test('sees the reply, and what policy would make of it', async () => {
    const set = stage({ interpreter })
    const fields = ['Cache-Control', 'max-age=60, stale-while-revalidate=5, stale-if-error=6', 'Age', '10']
    set.backend.reply(
      { status: 200, reason: 'Fine', fields: [...fields, 'Vary', 'Accept', 'Surrogate-Key', 'a b'] },
      'one',
    )
    const seen: unknown[] = []
    const afterSend = (candidate: Candidate): void => {
      const { status, reason, action, ttl, maxAge, age, vary, surrogateKeys, sensitive, isStale } = candidate
      seen.push({ status, reason, action, ttl, maxAge, age, vary, surrogateKeys, sensitive, isStale })
      seen.push([candidate.staleWhileRevalidate, candidate.staleIfError, candidate.staleIfErrorAvailable])
      candidate.setHeader('Cache-Control', 'no-store')
      seen.push([candidate.action, candidate.staleIfError])
    }
    await set.cache.handle(get(), { afterSend })
    expect(seen).toEqual([
      {
        status: 200,
        reason: 'Fine',
        action: 'insert',
        ttl: 50,
        maxAge: 60,
        age: 10,
        vary: ['accept'],
        surrogateKeys: ['a', 'b'],
        sensitive: false,
        isStale: false,
      },
      [5, 6, false],
      ['recordUncacheable', 0],
    ])
    expect(set.cache.send(get()).poll()).toBeUndefined()
  })

  test('changes head and body of what is stored, and of what all get who wait for it', async () => {
    const set = stage({ interpreter })
    const afterSend = async (candidate: Candidate): Promise<void> => {
      await Promise.resolve()
      candidate.status = 203
      candidate.setHeader('Content-Type', 'text/loud')
      candidate.removeHeader('X-Secret')
      candidate.transformBody(async function* (body) {
        for await (const chunk of body) yield bytes(new TextDecoder().decode(chunk).toUpperCase())
      })
      candidate.transformBody(async function* (body) {
        yield* body
        yield bytes('!')
      })
    }
    const pending = [set.cache.send(get(), { afterSend }), ...sendAll(set, 2)]
    const body = fakeBody()
    set.backend.reply(
      {
        fields: [
          ...fresh.fields,
          'Content-Length',
          '6',
          'ETag',
          '"1"',
          'Content-Digest',
          'x',
          'X-Secret',
          's',
        ],
      },
      body,
    )
    await settle()
    body.push('one')
    body.push('two')
    body.end()
    expect(await textsOf(pending)).toEqual(['ONETWO!', 'ONETWO!', 'ONETWO!'])
    const again = await set.cache.handle(get())
    expect([again.status, again.reason, await textOf(again), again.outcome]).toEqual([
      203,
      '',
      'ONETWO!',
      'hit.fresh',
    ])
    expect(['content-length', 'content-digest', 'x-secret'].map((name) => fieldOf(again, name))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect([fieldOf(again, 'etag'), fieldOf(again, 'content-type')]).toEqual(['W/"1"', 'text/loud'])
    expectNothingLeft(set)
  })

  test('streams: the first piece is out before the last has come', async () => {
    const set = stage({ interpreter })
    const afterSend = (candidate: Candidate): void => {
      candidate.transformBody(async function* (body) {
        for await (const chunk of body) yield chunk
      })
    }
    const pending = set.cache.send(get(), { afterSend })
    const body = fakeBody()
    set.backend.reply(fresh, body)
    const response = await pending.wait()
    const iterator = response.body[Symbol.asyncIterator]()
    body.push('a')
    expect((await iterator.next()).value).toEqual(bytes('a'))
    body.end()
    expect((await iterator.next()).done).toBe(true)
    expectNothingLeft(set)
  })

  test.each<[string, object, string | null, string]>([
    ['to HEAD', { status: 200 }, null, 'HEAD'],
    ['without content', { status: 204 }, null, 'GET'],
    ['with no bytes', { status: 200, fields: ['Content-Length', '0'] }, '', 'GET'],
  ])('runs no transform for a reply %s', async (_what, head, body, method) => {
    const set = stage({ interpreter })
    set.backend.reply(head, body)
    const afterSend = (candidate: Candidate): void => {
      candidate.transformBody(() => {
        throw new Error('there is nothing to transform')
      })
    }
    const response = await set.cache.handle({ ...get(), method }, { afterSend })
    expect(await textOf(response)).toBe('')
    expectNothingLeft(set)
  })

  test.each<[string, (candidate: Candidate) => void | Promise<void>]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])(
    'that %s is an error of the origin: nothing is stored, and the body is given up',
    async (_how, afterSend) => {
      const set = stage({ interpreter })
      const body = fakeBody()
      set.backend.reply(fresh, body)
      const failed = set.cache.handle(get(), { afterSend })
      await expect(failed).rejects.toMatchObject({
        code: 'ERR_HOOK_AFTER_SEND',
        status: 500,
        cause: { message: 'no' },
      })
      body.push('x'.repeat(100_000))
      await settle()
      expect(set.cache.send(get()).poll()).toBeUndefined()
    },
  )

  test('that fails lets the stored response stand in, which it can see beforehand', async () => {
    const set = await staleStage(interpreter)
    set.backend.reply(fresh, 'two')
    const afterSend = (candidate: Candidate): void => {
      expect([candidate.staleIfErrorAvailable, candidate.isStale]).toEqual([true, false])
      throw new Error('not good enough')
    }
    const response = await set.cache.handle(get(), { afterSend })
    expect([await textOf(response), response.outcome, response.stale]).toEqual(['one', 'hit.masked', true])
    expect(response.maskedError).toMatchObject({ code: 'ERR_HOOK_AFTER_SEND' })
    await settle()
    expectNothingLeft(set)
  })

  test('can make of an error what it likes, before stale-if-error is thought of', async () => {
    const set = await staleStage(interpreter)
    set.backend.reply({ status: 503 }, 'sorry')
    const response = await set.cache.handle(get(), {
      afterSend: (candidate) => void (candidate.action = 'doNotStore'),
    })
    expect([response.status, response.outcome]).toEqual([503, 'uncacheable'])
    expectNothingLeft(set)
  })

  test('that never ends is stopped by the deadline for the reply, and the fetch with it', async () => {
    const set = stage({ interpreter, deadlines: { reply: 1_000 } })
    const { opened, open } = gate()
    const pending = set.cache.send(get(), { afterSend: () => opened })
    const body = fakeBody()
    set.backend.reply(fresh, body)
    await settle()
    expect(set.cache.inFlight()).toMatchObject([
      { state: 'awaitBackend.attached', step: 'the hook afterSend' },
    ])
    set.clock.advance(1_000)
    await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE' })
    open()
    await settle()
    expect([set.cache.send(get()).poll(), set.backend.calls[0]?.state]).toEqual([undefined, 'cancelled'])
  })

  test('asks for the whole where the client wants a part: what comes may become something else', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: [...fresh.fields, 'Content-Length', '5'] }, 'whole')
    const afterSend = (): void => {}
    await textOf(
      await set.cache.handle(get('http://origin.example/page', 'Range', 'bytes=0-1'), { afterSend }),
    )
    expect(set.backend.requests[0]?.fields).toEqual([])
    const part = await set.cache.handle(get('http://origin.example/page', 'Range', 'bytes=0-1'), {
      afterSend,
    })
    expect([part.status, await textOf(part)]).toEqual([206, 'wh'])
  })

  test('refuses a transform of a part that nobody asked for, and statuses that would lose a body', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ status: 206, fields: ['Content-Range', 'bytes 0-1/5'] }, 'wh')
    const afterSend = (candidate: Candidate): void => {
      expect(() => candidate.transformBody((body) => body)).toThrow('only a part')
      for (const status of [200, 304, 204, 99, 1000, 200.5]) {
        expect(() => (candidate.status = status)).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }))
      }
      const nothing = undefined as unknown as (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>
      expect(() => candidate.transformBody(nothing)).toThrow('a function of the body')
      const action = 'keep' as Candidate['action'] // wrong on purpose
      expect(() => (candidate.action = action)).toThrow('candidate.action must be one of insert')
    }
    expect((await set.cache.handle(get(), { afterSend })).status).toBe(206)
  })

  test('sets labels in place of all others, and fields to select by in place of Vary', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: [...fresh.fields, 'Surrogate-Key', 'a', 'Vary', '*'] }, 'one')
    const afterSend = (candidate: Candidate): void => {
      candidate.surrogateKeys = ['b', 'c', 'b']
      candidate.vary = ['Accept']
      candidate.sensitive = true
      candidate.staleWhileRevalidate = 7
      candidate.staleIfError = 8
      candidate.maxAge = 90
      expect([candidate.surrogateKeys, candidate.vary, candidate.sensitive]).toEqual([
        ['b', 'c'],
        ['accept'],
        true,
      ])
      expect([candidate.staleWhileRevalidate, candidate.staleIfError, candidate.maxAge]).toEqual([7, 8, 90])
    }
    await textOf(await set.cache.handle(get(), { surrogateKeys: ['d'], afterSend }))
    const hit = set.cache.send(get()).poll()
    expect([hit?.surrogateKeys, hit?.ttl, hit && fieldOf(hit, 'vary')]).toEqual([['b', 'c'], 90, '*'])
    expect(set.cache.send(get('http://origin.example/page', 'Accept', 'x')).poll()).toBeUndefined()
  })

  test('whose transform fails breaks the body off for all, and stores nothing', async () => {
    const set = stage({ interpreter })
    const afterSend = (candidate: Candidate): void => {
      candidate.transformBody(async function* (body) {
        for await (const chunk of body) yield chunk
        throw new Error('no')
      })
    }
    const pending = [set.cache.send(get(), { afterSend }), ...sendAll(set, 1)]
    set.backend.reply(fresh, 'one')
    const failures = await Promise.all(
      pending.map(async (each) => textOf(await each.wait()).catch((error: unknown) => error)),
    )
    for (const failure of failures)
      expect(failure).toMatchObject({ code: 'ERR_HOOK_BODY', cause: { message: 'no' } })
    await settle()
    expect(set.cache.send(get()).poll()).toBeUndefined()
  })
})
