import { BackendError, type BackendReply } from '@cachechart/core'
import { describe, expect, test } from '@jest/globals'
import type { Dispatcher } from 'undici'
import { ArrivingReply } from './arriving-reply.ts'

const head = { status: 200, reason: 'OK', fields: ['Content-Length', '3'] }
const broken = new BackendError('ERR_BACKEND_RESET', 'the connection to the origin broke')
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A reply, and what its asker and its connection were told. */
const arrival = (method = 'GET') => {
  const told: unknown[] = []
  let settled: BackendReply | undefined
  const settle = {
    resolve: (reply: BackendReply) => {
      settled = reply
      told.push('replied')
    },
    reject: ({ code }: BackendError) => told.push(code),
  }
  const reply = new ArrivingReply(method, settle, () => told.push('finished'))
  const abort = (error: Error): void => void told.push(`aborted: ${error.message}`)
  const flow = { pause: () => told.push('paused'), resume: () => told.push('resumed') }
  const controller = { abort, ...flow } as unknown as Dispatcher.DispatchController // what is called of it
  return { reply, told, controller, settled: () => settled }
}

const nextMicrotask = (): Promise<void> => Promise.resolve()

describe('an arriving reply', () => {
  test('is handed on once what came with its head is there: a short body as a whole', () => {
    const { reply, told, settled } = arrival()
    reply.take(head)
    reply.push(bytes('one'))
    expect(told).toEqual([])
    reply.end(['X-Trailer', 'last'])
    expect(told).toEqual(['replied', 'finished'])
    expect(settled()).toMatchObject({ ...head, body: bytes('one') })
    expect(settled()?.trailers?.()).toEqual(['X-Trailer', 'last'])
  })

  test('is handed on without waiting for the rest of its body', async () => {
    const { reply, told, settled } = arrival()
    reply.take(head)
    await nextMicrotask()
    expect(told).toEqual(['replied'])
    expect(settled()?.body).not.toBeInstanceOf(Uint8Array)
  })

  test('has no body where none can follow', async () => {
    const { reply, settled } = arrival('HEAD')
    reply.take(head)
    await nextMicrotask()
    expect(settled()?.body).toBeNull()
  })

  test('that fails before its head is rejected, once, and its connection is given up', () => {
    const { reply, told, controller } = arrival()
    reply.connected(controller)
    reply.fail(broken)
    reply.fail(broken)
    reply.end([])
    expect(told).toEqual(['finished', 'ERR_BACKEND_RESET', `aborted: ${broken.message}`])
  })

  test('that nobody waits for any more stops the connection that it gets', () => {
    const { reply, told, controller } = arrival()
    reply.fail(broken)
    reply.connected(controller)
    expect(told.at(-1)).toBe('aborted: nobody reads the response any more')
  })

  test('knows how far it has come', () => {
    const { reply, controller } = arrival()
    expect(reply.progress).toEqual({ stage: 'unsent', received: 0, announced: undefined })
    reply.connected(controller)
    reply.answered()
    reply.announce(200, head.fields)
    reply.push(bytes('on'))
    expect(reply.progress).toEqual({ stage: 'answered', received: 2, announced: 3 })
    reply.send()
    expect(reply.progress).toMatchObject({ stage: 'unsent' })
  })

  test('refuses a transfer coding that was never asked for', () => {
    expect(() => {
      arrival().reply.announce(200, ['Transfer-Encoding', 'gzip, chunked'])
    }).toThrow(expect.objectContaining({ code: 'ERR_BACKEND_PROTOCOL' }))
  })
})
