import type { Socket } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { message } from '../fixtures/raw-origin.ts'
import { strike } from '../fixtures/strike.ts'
import { converse, firstMessage, linesOf, requestText } from './conversation.ts'
import { gatewayStage, type GatewayStage } from './gateway-stage.ts'

let stage: GatewayStage
afterEach(() => strike(stage))

const last = ['Connection: close']
const head = (lines: readonly string[]): string =>
  ['HTTP/1.1 200 OK', 'Cache-Control: max-age=60', 'Transfer-Encoding: chunked', ...lines, '', ''].join(
    '\r\n',
  )
const chunk = '4\r\nbody\r\n'
const endWith = (trailers: readonly string[]): string => ['0', ...trailers, '', ''].join('\r\n')

const whole = (lines: readonly string[], trailers: readonly string[]): string =>
  head(lines) + chunk + endWith(trailers)

async function start(answer: (socket: Socket) => void): Promise<void> {
  stage = await gatewayStage(answer)
}

async function ask(text: string): Promise<string> {
  const client = await converse(stage.front.port)
  client.say(text)
  return client.end()
}

/** RFC 9110 §6.5 */
describe('trailers of the origin', () => {
  test('that come later than the body go on behind it, as announced', async () => {
    const asked = Promise.withResolvers<Socket>()
    await start((socket) => {
      socket.write(head(['Trailer: X-Sum']) + chunk)
      asked.resolve(socket)
    })
    const client = await converse(stage.front.port)
    client.say(requestText('/', last))
    const opening = await client.hear('body')
    const socket = await asked.promise
    socket.write(endWith(['X-Sum: 1', 'x-sum: 2']))
    const text = await client.end()
    expect(text).toMatch(/\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n$/)
    expect(linesOf(firstMessage(text), 'trailer')).toEqual(['Trailer: X-Sum'])
    expect(linesOf(firstMessage(opening), 'x-sum')).toEqual([])
  })

  test('that come with the body do so too, and are no header fields', async () => {
    await start((socket) => socket.write(whole(['Trailer: X-Sum'], ['X-Sum: 1'])))
    const text = await ask(requestText('/', last))
    expect(text).toMatch(/\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 1\r\n\r\n$/)
    expect(firstMessage(text).fields.filter((line) => /sum/i.test(line))).toEqual(['Trailer: X-Sum'])
  })

  test('are not stored, nor announced with what is', async () => {
    await start((socket) => socket.write(whole(['Trailer: X-Sum'], ['X-Sum: 1', 'ETag: "late"'])))
    await ask(requestText('/', last))
    const answer = firstMessage(await ask(requestText('/', last)))
    expect(linesOf(answer, 'cache-status')).toEqual(['Cache-Status: cachechart; hit; ttl=60'])
    expect(answer.fields.join()).not.toMatch(/trailer|sum|etag/i)
    expect(linesOf(answer, 'content-length')).toEqual(['Content-Length: 4'])
    expect(answer.rest).toBe('body')
  })

  test('lose what belongs in a head (§6.5.1), or to the connection (§7.6.1)', async () => {
    const trailers = ['X-Hop: 1', 'Cache-Control: no-store', 'X-Sum: 1', 'Set-Cookie: a']
    await start((socket) => socket.write(whole(['Connection: X-Hop, keep-alive'], trailers)))
    expect(await ask(requestText('/', last))).toMatch(/\r\nbody\r\n0\r\nX-Sum: 1\r\n\r\n$/)
    expect(await ask(requestText('/', last))).toContain('cachechart; hit')
  })

  test('that are none make no difference', async () => {
    await start((socket) => socket.write(whole(['Trailer: X-Sum'], [])))
    const answer = firstMessage(await ask(requestText('/', last)))
    expect(linesOf(answer, 'trailer')).toEqual([])
    expect(linesOf(answer, 'content-length')).toEqual(['Content-Length: 4'])
    expect(answer.rest).toBe('body')
  })

  test('are dropped where the client speaks HTTP/1.0', async () => {
    await start((socket) => socket.write(whole(['Trailer: X-Sum'], ['X-Sum: 1'])))
    const answer = firstMessage(await ask('GET / HTTP/1.0\r\n\r\n'))
    expect(answer.fields.join()).not.toMatch(/trailer|sum|transfer-encoding/i)
    expect(answer.rest).toBe('body')
  })

  test.each([
    ['HEAD', head(['Trailer: X-Sum'])],
    ['GET', 'HTTP/1.1 204 No Content\r\nTrailer: X-Sum\r\n\r\n'],
    ['GET', message(['HTTP/1.1 200 OK', 'Trailer: X-Sum'], 'body')],
  ])('are not announced to %s where nothing can follow', async (method, reply) => {
    await start((socket) => socket.write(reply))
    const answer = firstMessage(await ask(requestText('/', last, method)))
    expect(answer.start).toMatch(/ 200 | 204 /)
    expect(linesOf(answer, 'trailer')).toEqual([])
  })
})

describe('a client’s', () => {
  test('willingness to read trailers is its own: TE goes no further (§10.1.4)', async () => {
    await start((socket) => socket.write(whole([], ['X-Sum: 1'])))
    await ask(requestText('/', ['TE: trailers', 'Connection: TE, close']))
    expect(stage.origin.heads[0]).not.toMatch(/^te:|trailers/im)
  })

  test('own trailers are dropped, with what announces them, and are no header fields', async () => {
    await start((socket) => socket.write(whole([], [])))
    const request = requestText('/', ['Transfer-Encoding: chunked', 'Trailer: X-Sum', ...last], 'POST')
    const answer = firstMessage(await ask(request + chunk + endWith(['X-Sum: 1'])))
    expect(answer.start).toBe('HTTP/1.1 200 OK')
    expect(stage.origin.heads[0]).toMatch(/^POST \/ HTTP\/1.1\r\n/)
    expect(stage.origin.heads[0]).not.toMatch(/sum|trailer/i)
  })
})
