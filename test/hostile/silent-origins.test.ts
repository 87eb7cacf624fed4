import type { Socket } from 'node:net'
import { memoryStore } from '@cachechart/core'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createFront } from '../fixtures/create-front.ts'
import { ask } from '../fixtures/front.ts'
import { gatewayFront } from '../fixtures/gateway-front.ts'
import { hasLeft } from '../fixtures/has-left.ts'
import { outcomeOf } from '../fixtures/outcome-of.ts'
import { rawOrigin, soundMessage } from '../fixtures/raw-origin.ts'
import { readBody } from '../fixtures/read-body.ts'
import { rawStage } from '../fixtures/raw-stage.ts'
import { strike, type Setting } from '../fixtures/strike.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'
import { ways } from '../fixtures/ways.ts'

let setting: Setting
afterEach(() => strike(setting))

const cacheable = 'HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n'
const storedNow = 'cachechart; fwd=uri-miss; stored'

/** An origin that says this much and then nothing more, until it is mended. */
function falteringOrigin(text: string) {
  const silent = Promise.withResolvers<Socket>()
  let state: 'faltering' | 'mended' = 'faltering'
  return {
    silent: silent.promise,
    mend: () => {
      state = 'mended'
    },
    answer: (socket: Socket) => {
      if (state === 'mended') socket.write(soundMessage)
      else socket.write(text, () => silent.resolve(socket))
    },
  }
}

describe.each(ways)('before the $front on the interpreter "$interpreter"', (way) => {
  test('an origin that refuses connections is reported, and asked again the next time', async () => {
    const clock = new VirtualClock()
    const placeholder = await rawOrigin(() => undefined)
    await placeholder.close()
    const front = await createFront(way, { origin: placeholder.url, clock })
    setting = { front, origin: placeholder, clock }
    const expected = { gateway: '502 ERR_BACKEND_UNREACHABLE', fetch: 'fetch failed (ECONNREFUSED)' }
    expect(await outcomeOf(front, '/')).toBe(expected[way.front])
    const { port } = new URL(placeholder.url)
    const origin = await rawOrigin((socket) => socket.write(soundMessage), Number(port))
    setting = { front, origin, clock }
    expect((await ask(front, '/')).headers.get('cache-status')).toBe(storedNow)
  })

  test.each([
    ['never answers', ''],
    ['stops within the head', 'HTTP/1.1 200 OK\r\nCache-'],
  ])('an origin that %s is given up when the deadline passes', async (_title, text) => {
    const faltering = falteringOrigin(text)
    setting = await rawStage(way, faltering.answer, { deadlines: { reply: 5_000 } })
    const { front, clock } = setting
    const outcome = outcomeOf(front, '/')
    const socket = await faltering.silent
    clock.pass(4.999)
    expect(front.cache.inFlight()).toMatchObject([{ state: 'awaitBackend.attached', owedBy: 'origin' }])
    clock.pass(0.001)
    expect(await outcome).toBe(
      { gateway: '504 ERR_DEADLINE', fetch: 'fetch failed (ERR_DEADLINE)' }[way.front],
    )
    await hasLeft(socket)
    faltering.mend()
    expect((await ask(front, '/')).headers.get('cache-status')).toBe(storedNow)
  })

  test('an origin that never answers is given up in time for a stored response to stand in', async () => {
    let state: 'sound' | 'silent' = 'sound'
    const silent = Promise.withResolvers<Socket>()
    const answer = (socket: Socket): void => {
      if (state === 'sound') socket.write(soundMessage)
      else silent.resolve(socket)
    }
    setting = await rawStage(way, answer, { deadlines: { reply: 5_000 }, policy: { staleIfError: 3_600 } })
    const { front, clock } = setting
    await ask(front, '/')
    clock.pass(100)
    state = 'silent'
    const answered = ask(front, '/')
    const socket = await silent.promise
    clock.pass(5)
    const { status, headers } = await answered
    expect([status, headers.get('age'), headers.get('cache-status')]).toEqual([
      200,
      '105',
      'cachechart; fwd=stale; detail=stale-if-error',
    ])
    await hasLeft(socket)
  })

  test.each([
    ['between head and body', `${cacheable}Content-Length: 10\r\n\r\n`],
    ['within a body of known length', `${cacheable}Content-Length: 10\r\n\r\nshort`],
    ['between chunks', `${cacheable}Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n`],
  ])('an origin that stops %s is given up when the deadline passes', async (_title, text) => {
    const faltering = falteringOrigin(text)
    setting = await rawStage(way, faltering.answer, { deadlines: { body: 5_000 } })
    const { front, clock } = setting
    const { status, body } = await front.open('/')
    const socket = await faltering.silent
    clock.pass(5)
    const expected = { gateway: { code: 'ECONNRESET' }, fetch: { cause: { code: 'ERR_BACKEND_TIMEOUT' } } }
    await expect(readBody(body)).rejects.toMatchObject(expected[way.front])
    expect(status).toBe(200)
    await hasLeft(socket)
    faltering.mend()
    expect((await ask(front, '/')).headers.get('cache-status')).toBe(storedNow)
  })

  test('an origin that is slow but steady is waited for, however long it takes', async () => {
    const started = Promise.withResolvers<Socket>()
    setting = await rawStage(
      way,
      (socket) => socket.write(`${cacheable}Content-Length: 10\r\n\r\n`, () => started.resolve(socket)),
      { deadlines: { body: 5_000 } },
    )
    const { front, clock } = setting
    const { body } = await front.open('/')
    const socket = await started.promise
    const seen: Buffer[] = []
    const chunks = body[Symbol.asyncIterator]()
    for (const piece of '0123456789') {
      clock.pass(4)
      socket.write(piece)
      const next = await chunks.next()
      if (next.done !== true) seen.push(Buffer.from(next.value))
    }
    expect(await chunks.next()).toMatchObject({ done: true })
    expect(Buffer.concat(seen).toString()).toBe('0123456789')
    expect((await ask(front, '/')).headers.get('cache-status')).toMatch(/^cachechart; hit/)
  })
})

describe('the real timers of the connection to the origin', () => {
  test.each([
    ['never answers', '', '504 ERR_BACKEND_TIMEOUT'],
    [
      'stops within the body',
      `${cacheable}Content-Length: 10\r\n\r\nshort`,
      '200, then aborted (ECONNRESET)',
    ],
  ])('end the wait for an origin that %s, too', async (_title, text, expected) => {
    const clock = new VirtualClock()
    const { answer, silent } = falteringOrigin(text)
    const origin = await rawOrigin(answer)
    const timeouts = { responseHead: 100, responseBody: 100 }
    const front = await gatewayFront({ origin: origin.url, store: memoryStore(), clock, timeouts })
    setting = { front, origin, clock }
    expect(await outcomeOf(front, '/')).toBe(expected)
    await hasLeft(await silent)
  })
})
