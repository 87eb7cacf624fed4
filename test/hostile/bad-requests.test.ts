import { memoryStore } from '@cachechart/core'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ask } from '../fixtures/front.ts'
import { gatewayFront, type GatewayFront } from '../fixtures/gateway-front.ts'
import { rawExchange, statusesIn } from '../fixtures/raw-exchange.ts'
import { rawOrigin, soundMessage, type RawOrigin } from '../fixtures/raw-origin.ts'
import { strike } from '../fixtures/strike.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'
import { badRequests } from './bad-requests.ts'

const sound = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const last = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

describe.each(['table', 'xstate'] as const)('a gateway on the interpreter "%s"', (interpreter) => {
  const clock = new VirtualClock()
  let origin: RawOrigin
  let front: GatewayFront

  beforeEach(async () => {
    origin = await rawOrigin((socket) => socket.write(soundMessage))
    front = await gatewayFront({ origin: origin.url, store: memoryStore(), clock, interpreter })
  })
  afterEach(() => strike({ front, origin, clock }))

  test.each(badRequests)('refuses $title, and answers the next client', async ({ text, expected }) => {
    expect(statusesIn(await rawExchange(front.port, text))).toEqual([expected])
    expect(origin.heads).toEqual([])
    expect((await ask(front, '/')).body.toString()).toBe('sound')
  })

  test.each([
    ['a target with percent signs that stand for nothing', '/%zz%c3%28%'],
    ['a target with characters that no URL should have', '/"<>\\^`{|}'],
    ['a target that climbs', '/../../../etc/passwd'],
    ['a target with two slashes', '//elsewhere/path?a=b'],
  ])('forwards %s, byte for byte', async (_title, target) => {
    await rawExchange(front.port, last.replace('/ ', `${target} `))
    expect(origin.heads).toEqual([expect.stringContaining(`GET ${target} HTTP/1.1\r\n`)])
  })

  test('forwards two thousand fields', async () => {
    const fields = Array.from({ length: 2_000 }, (_, index) => `X${index}:\r\n`).join('')
    const message = last.replace('Host', `${fields}Host`)
    expect(statusesIn(await rawExchange(front.port, message))).toEqual(['200'])
    expect(origin.heads[0]).toMatch(/^x1999:/im)
  })

  test('answers the request before one that is malformed, and none after it', async () => {
    await rawExchange(front.port, last)
    const [first, ...others] = statusesIn(
      await rawExchange(front.port, `${sound}GET / HTTP/1.1\r\nHost : a\r\n\r\n${sound}`),
    )
    expect(first).toBe('200')
    // Whether the client still hears of it depends on whether the first answer has left.
    expect([[], ['400 ERR_GATEWAY_MALFORMED']]).toContainEqual(others)
  })

  test('does not let a client name the fields that a request needs as those of its connection', async () => {
    const names = 'close, host, cache-control, authorization'
    await rawExchange(
      front.port,
      `GET / HTTP/1.1\r\nHost: a\r\nConnection: ${names}\r\nAuthorization: b\r\n\r\n`,
    )
    const [head = ''] = origin.heads
    expect(head).toMatch(/^host: 127\.0\.0\.1/im)
    expect(head).not.toMatch(/^authorization/im)
  })
})
