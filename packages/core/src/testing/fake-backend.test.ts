import { describe, expect, test } from '@jest/globals'
import type { BackendRequest } from '../ports/backend.ts'
import { BackendError } from '../ports/port-errors.ts'
import { fakeBackend } from './fake-backend.ts'
import { fakeBody } from './fake-body.ts'
import { fakeReply } from './fake-reply.ts'

const request: BackendRequest = {
  method: 'GET',
  url: 'https://example.com/',
  fields: [],
  body: null,
  context: undefined,
}
const unaborted = () => new AbortController().signal
const broken = new BackendError('ERR_BACKEND_RESET', 'broken on purpose')

async function textOf(body: AsyncIterable<Uint8Array> | Uint8Array | null): Promise<string> {
  const chunks: Uint8Array[] = []
  if (body instanceof Uint8Array) chunks.push(body)
  else for await (const chunk of body ?? []) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const states = (backend: { readonly calls: readonly { readonly state: string }[] }) =>
  backend.calls.map(({ state }) => state)

describe('a fake backend without a handler', () => {
  test('records what was sent, and answers when it is told to, the oldest call first', async () => {
    const backend = fakeBackend()
    const first = backend.send(request, unaborted())
    const second = backend.send({ ...request, url: 'https://example.com/2' }, unaborted())
    expect(backend.requests.map(({ url }) => url)).toEqual(['https://example.com/', 'https://example.com/2'])
    expect(states(backend)).toEqual(['waiting', 'waiting'])
    backend.reply({ status: 404, fields: ['A', '1'] }, 'one')
    backend.fail(broken)
    expect(await first).toMatchObject({ status: 404, reason: '', fields: ['A', '1'] })
    expect(await textOf((await first).body)).toBe('one')
    await expect(second).rejects.toBe(broken)
    expect(states(backend)).toEqual(['ended', 'failed'])
    expect(backend.cancelled).toBe(0)
  })

  test('keeps what it was told before for the calls that come', () => {
    const backend = fakeBackend()
    backend.reply({ status: 204 })
    backend.fail(broken)
    expect(backend.send(request, unaborted())).toMatchObject({ status: 204, body: null })
    expect(() => backend.send(request, unaborted())).toThrow(broken)
    expect(backend.send(request, unaborted())).toBeInstanceOf(Promise)
  })

  test('sends trailer fields', () => {
    expect(fakeReply({ trailers: ['Digest', 'x'] }).trailers?.()).toEqual(['Digest', 'x'])
    expect(fakeReply()).toEqual({ status: 200, reason: '', fields: [], body: null })
  })
})

describe('a fake backend with a handler', () => {
  test('answers as the handler does: at once, later, by throwing, or not at all', async () => {
    const answers: Record<string, () => ReturnType<NonNullable<Parameters<typeof fakeBackend>[0]>>> = {
      at: () => fakeReply({}, 'at once'),
      later: () => Promise.resolve(fakeReply({}, 'later')),
      rejects: () => Promise.reject(broken),
      throws: () => {
        throw broken
      },
      never: () => undefined,
    }
    const backend = fakeBackend(({ url }) => answers[url]?.())
    const send = (url: string) => backend.send({ ...request, url }, unaborted())
    expect(send('at')).toMatchObject({ status: 200 })
    expect(await textOf((await send('later')).body)).toBe('later')
    await expect(send('rejects')).rejects.toBe(broken)
    expect(() => send('throws')).toThrow(broken)
    void send('never')
    expect(states(backend)).toEqual(['ended', 'ended', 'failed', 'failed', 'waiting'])
  })

  test('lets the handler answer through the call', () => {
    const backend = fakeBackend((_, call) => {
      call.answer(fakeReply({ status: 201 }))
      call.answer(fakeReply({ status: 500 }))
      return undefined
    })
    expect(backend.send(request, unaborted())).toMatchObject({ status: 201 })
  })
})

describe('a body under control', () => {
  test('arrives as it is pushed, and the call ends with it', async () => {
    const backend = fakeBackend()
    const body = fakeBody()
    backend.reply({}, body)
    const reply = await backend.send(request, unaborted())
    const read = textOf(reply.body)
    body.push('to be ')
    body.push(new TextEncoder().encode('continued'))
    await Promise.resolve()
    expect(states(backend)).toEqual(['sending'])
    body.end()
    body.push('ignored')
    expect(await read).toBe('to be continued')
    expect(states(backend)).toEqual(['ended'])
    expect(body.state).toBe('ended')
  })

  test('breaks off after what was sent before', async () => {
    const body = fakeBody()
    body.push('sent')
    body.fail(broken)
    const iterator = body[Symbol.asyncIterator]()
    expect(await iterator.next()).toMatchObject({ done: false })
    await expect(iterator.next()).rejects.toBe(broken)
    expect(body.state).toBe('failed')
  })

  test('shows what its reader has not asked for, and that it has left', async () => {
    const body = fakeBody()
    for (const text of ['a', 'b', 'c']) body.push(text)
    expect(body.unread).toBe(3)
    for await (const _ of body) break
    expect([body.unread, body.state]).toEqual([0, 'cancelled'])
  })

  test('is broken off through its call', async () => {
    const backend = fakeBackend(() => fakeReply({}, fakeBody()))
    const reply = await backend.send(request, unaborted())
    const read = textOf(reply.body)
    backend.calls[0]?.fail(broken)
    await expect(read).rejects.toBe(broken)
    expect(states(backend)).toEqual(['failed'])
  })
})

describe('a call that is cancelled', () => {
  const cancelled = { code: 'ERR_BACKEND_CANCELLED' }

  test('before it is sent does not ask the handler', () => {
    const backend = fakeBackend(() => {
      throw new Error('must not be asked')
    })
    expect(() => backend.send(request, AbortSignal.abort())).toThrow(expect.objectContaining(cancelled))
    expect(backend.cancelled).toBe(1)
  })

  test('while it waits rejects, and an answer comes too late', async () => {
    const backend = fakeBackend()
    const controller = new AbortController()
    const pending = backend.send(request, controller.signal)
    controller.abort()
    await expect(pending).rejects.toMatchObject(cancelled)
    backend.calls[0]?.answer(fakeReply())
    expect([backend.cancelled, ...states(backend)]).toEqual([1, 'cancelled'])
  })

  test('while its body is sent fails the reader, and tells the sender', async () => {
    const backend = fakeBackend()
    const controller = new AbortController()
    const body = fakeBody()
    backend.reply({}, body)
    const reply = await backend.send(request, controller.signal)
    const read = textOf(reply.body)
    controller.abort()
    await expect(read).rejects.toMatchObject(cancelled)
    expect([backend.cancelled, body.state]).toEqual([1, 'cancelled'])
  })

  test('before its body is read fails the reader as well', async () => {
    const backend = fakeBackend()
    const controller = new AbortController()
    backend.reply({}, fakeBody())
    const reply = await backend.send(request, controller.signal)
    controller.abort()
    await expect(textOf(reply.body)).rejects.toMatchObject(cancelled)
  })

  test('after its end does not count', async () => {
    const backend = fakeBackend(() => fakeReply({}, 'whole'))
    const controller = new AbortController()
    await backend.send(request, controller.signal)
    controller.abort()
    expect([backend.cancelled, ...states(backend)]).toEqual([0, 'ended'])
  })
})
