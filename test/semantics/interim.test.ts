import type { Socket } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { GatewayOptions } from '@cachechart/adapters/node'
import { message, type RawAnswer } from '../fixtures/raw-origin.ts'
import { strike } from '../fixtures/strike.ts'
import { converse, firstMessage, linesOf, requestText, type Message } from './conversation.ts'
import { gatewayStage, type GatewayStage } from './gateway-stage.ts'

let stage: GatewayStage
afterEach(() => strike(stage))

const start = async (answer: RawAnswer, options?: Partial<GatewayOptions>): Promise<void> => {
  stage = await gatewayStage(answer, options)
}

/** All responses in what one request was answered. */
function messagesIn(text: string): readonly Message[] {
  const first = firstMessage(text)
  return /^HTTP\/1.1 1/.test(first.start) ? [first, ...messagesIn(first.rest)] : [first]
}

const last = ['Connection: close']
const hints = (link: string): string => `HTTP/1.1 103 Early Hints\r\nLink: <${link}>\r\n\r\n`
const final = message(['HTTP/1.1 200 OK', 'Cache-Control: max-age=60'], 'final')

/** RFC 9110 §15.2: a proxy forwards interim responses. */
describe('interim responses', () => {
  test.each(['GET', 'HEAD', 'POST', 'DELETE'])('to %s reach the client as they come', async (method) => {
    const asked = Promise.withResolvers<Socket>()
    await start((socket) => {
      asked.resolve(socket)
    })
    const client = await converse(stage.front.port)
    client.say(requestText('/', ['Content-Length: 0', ...last], method))
    const origin = await asked.promise
    origin.write('HTTP/1.1 102 Processing\r\n\r\n')
    await client.hear('HTTP/1.1 102 Processing\r\n')
    origin.write(hints('/a'))
    await client.hear('Link: </a>')
    origin.write(hints('/b') + hints('/c'))
    expect(await client.hear('Link: </c>')).not.toContain('HTTP/1.1 200')
    origin.write(method === 'HEAD' ? final.slice(0, -'final'.length) : final)
    const responses = messagesIn(await client.end())
    expect(responses.map(({ start: line }) => line)).toEqual([
      'HTTP/1.1 102 Processing',
      'HTTP/1.1 103 Early Hints',
      'HTTP/1.1 103 Early Hints',
      'HTTP/1.1 103 Early Hints',
      'HTTP/1.1 200 OK',
    ])
    expect(responses.flatMap((response) => linesOf(response, 'link'))).toEqual([
      'Link: </a>',
      'Link: </b>',
      'Link: </c>',
    ])
    expect(responses.at(-1)?.rest).toBe(method === 'HEAD' ? '' : 'final')
  })

  test('are not stored, nor repeated with a response from the cache', async () => {
    await start((socket) => socket.write(hints('/a') + final))
    const client = await converse(stage.front.port)
    client.say(requestText('/'))
    expect(await client.hear('final')).toContain('Link: </a>')
    client.say(requestText('/', last))
    const [again] = messagesIn((await client.end()).split('final')[1] ?? '')
    expect(again?.start).toBe('HTTP/1.1 200 OK')
    expect(again?.fields.join()).toMatch(/cache-status: cachechart; hit/i)
    expect(again?.fields.join()).not.toMatch(/link/i)
  })

  test('keep their own fields, and lose those of the connection to the origin', async () => {
    const fields = [
      'X-Own: caf\u00e9',
      'Set-Cookie: a',
      'Connection: X-Hop',
      'X-Hop: 1',
      'Keep-Alive: timeout=5',
    ]
    const interim = ['HTTP/1.1 103 Hints', ...fields, 'Content-Length: 3', 'Trailer: X', '', ''].join('\r\n')
    await start((socket) => socket.write(interim + final, 'latin1'))
    const client = await converse(stage.front.port)
    client.say(requestText('/', last))
    const [given, whole] = messagesIn(await client.end())
    expect(given).toMatchObject({
      start: 'HTTP/1.1 103 Hints',
      fields: ['X-Own: caf\u00e9', 'Set-Cookie: a', 'Via: 1.1 cachechart'],
    })
    expect(whole?.fields.join()).not.toMatch(/x-own|set-cookie|x-hop/i)
  })

  test('are not for HTTP/1.0', async () => {
    await start((socket) => socket.write(hints('/a') + final))
    const client = await converse(stage.front.port)
    client.say('GET / HTTP/1.0\r\n\r\n')
    expect((await client.end()).match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200'])
  })

  test('of pipelined requests keep to the order of the requests', async () => {
    const first = Promise.withResolvers<Socket>()
    const second = Promise.withResolvers<undefined>()
    await start((socket, head) => {
      if (head.startsWith('GET /first ')) {
        first.resolve(socket)
        return
      }
      socket.write(hints('/second') + message(['HTTP/1.1 200 OK'], 'second'))
      second.resolve(undefined)
    })
    const client = await converse(stage.front.port)
    client.say(requestText('/first') + requestText('/second', last))
    await second.promise
    const socket = await first.promise
    socket.write(hints('/first'))
    await client.hear('Link: </first>')
    socket.write(message(['HTTP/1.1 200 OK'], 'first'))
    expect((await client.end()).match(/HTTP\/1.1 \d+|<[/a-z]+>|first$|second$/gm)).toEqual([
      ...['HTTP/1.1 103', '</first>', 'HTTP/1.1 200'],
      ...['HTTP/1.1 103', '</second>', 'HTTP/1.1 200', 'second'],
    ])
  })

  test('come before a problem too', async () => {
    await start((socket) => socket.end(hints('/a')))
    const client = await converse(stage.front.port)
    client.say(requestText('/', last))
    expect(messagesIn(await client.end()).map(({ start: line }) => line)).toEqual([
      'HTTP/1.1 103 Early Hints',
      'HTTP/1.1 502 Bad Gateway',
    ])
  })

  test('are lost on a client that has left, whose response is stored all the same', async () => {
    const asked = Promise.withResolvers<Socket>()
    await start((socket) => {
      asked.resolve(socket)
    })
    const client = await converse(stage.front.port)
    client.say(requestText('/'))
    const origin = await asked.promise
    client.leave()
    await client.end()
    origin.write(hints('/a') + final)
    await stage.front.cache.drain()
    const next = await converse(stage.front.port)
    next.say(requestText('/', last))
    expect(await next.end()).toMatch(/^HTTP\/1.1 200 OK\r\n.*cachechart; hit/s)
    expect(stage.front.cache.tolerated().observe).toBe(0)
  })
})

describe('an origin', () => {
  test('may send thousands of interim responses', async () => {
    const progress = 'HTTP/1.1 102 Processing\r\n\r\n'
    await start((socket) => {
      const go = (left: number): void => {
        socket.write(left === 0 ? final : progress.repeat(100))
        if (left > 0) setImmediate(go, left - 1)
      }
      go(30)
    })
    const client = await converse(stage.front.port)
    client.say(requestText('/', last))
    expect((await client.end()).split('HTTP/1.1 102 Processing\r\n')).toHaveLength(1 + 3_000)
  })

  test('that sends nothing else is cut off, and answered for with 502', async () => {
    const ended = Promise.withResolvers<undefined>()
    await start((socket) => {
      socket.on('close', () => {
        ended.resolve(undefined)
      })
      const flood = (): void => {
        while (socket.writable && socket.write(hints('/a').repeat(100)));
      }
      socket.on('drain', flood)
      flood()
    })
    const client = await converse(stage.front.port)
    client.say(requestText('/', last))
    expect(await client.end()).toMatch(/HTTP\/1.1 502 Bad Gateway\r\n.*ERR_BACKEND_PROTOCOL/s)
    await ended.promise
  })

  test.each([
    ['with an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'],
    ['without one', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
  ])('that switches protocols %s, unasked, is answered for with 502', async (_title, interim) => {
    await start((socket) => socket.write(interim + final))
    const client = await converse(stage.front.port)
    client.say(requestText('/', last))
    expect(await client.end()).toMatch(/^HTTP\/1.1 502 Bad Gateway\r\n.*ERR_BACKEND_PROTOCOL/s)
  })
})
