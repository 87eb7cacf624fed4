import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { GatewayAnswer } from '@cachechart/adapters/node'
import { message } from '../fixtures/raw-origin.ts'
import { strike } from '../fixtures/strike.ts'
import { converse, firstMessage, linesOf, requestText } from './conversation.ts'
import { gatewayStage, type GatewayStage } from './gateway-stage.ts'

let stage: GatewayStage
afterEach(() => strike(stage))

const goOn = 'HTTP/1.1 100 Continue\r\n\r\n'
const post = ['Content-Length: 4', 'Expect: 100-continue']
const last = 'Connection: close'
const done = message(['HTTP/1.1 200 OK'], 'done')

/** The statuses of the final and interim responses in a text. */
const statusesIn = (text: string): readonly string[] | null => text.match(/(?<=^HTTP\/1.1 )\d+/gm)

/** A port on which nothing listens. */
async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** RFC 9110 §10.1.1, as of an origin server, which a gateway is to its clients (§3.7). */
describe('a client that expects 100-continue', () => {
  test('is told once to go on, of which the origin hears nothing', async () => {
    stage = await gatewayStage((socket) => socket.write(done))
    const client = await converse(stage.front.port)
    client.say(requestText('/', [...post, last], 'POST'))
    expect(await client.hear(goOn)).toBe(goOn)
    client.say('body')
    expect(statusesIn(await client.end())).toEqual(['100', '200'])
    expect(stage.origin.heads[0]).toMatch(/^POST \/ HTTP\/1.1\r\n/)
    expect(stage.origin.heads[0]).not.toMatch(/expect/i)
  })

  test('is told before all else', async () => {
    stage = await gatewayStage((socket) => socket.write(`HTTP/1.1 102 Processing\r\n\r\n${done}`))
    const client = await converse(stage.front.port)
    client.say(`${requestText('/', [...post, last], 'POST')}body`)
    expect(statusesIn(await client.end())).toEqual(['100', '102', '200'])
  })

  test('and has sent another request before is told after its answer', async () => {
    const asked = Promise.withResolvers<Socket>()
    stage = await gatewayStage((socket, head) => {
      if (head.startsWith('GET')) asked.resolve(socket)
      else socket.write(done)
    })
    const client = await converse(stage.front.port)
    client.say(requestText('/') + requestText('/', [...post, last], 'POST'))
    const socket = await asked.promise
    socket.write(message(['HTTP/1.1 203 First'], 'first\r\n'))
    await client.hear(goOn)
    client.say('body')
    expect(statusesIn(await client.end())).toEqual(['203', '100', '200'])
  })

  test('and speaks HTTP/1.0 is told nothing, and served', async () => {
    stage = await gatewayStage((socket) => socket.write(done))
    const client = await converse(stage.front.port)
    client.say(`POST / HTTP/1.0\r\n${post.join('\r\n')}\r\n\r\nbody`)
    expect(statusesIn(await client.end())).toEqual(['200'])
  })

  test.each<[string, string, string]>([
    ['a target that is none', requestText('/#a', post, 'POST'), '400'],
    ['a target elsewhere', requestText('https://a.example/', post, 'POST'), '421'],
    [
      'a transfer coding that nobody knows',
      requestText('/', ['Transfer-Encoding: gzip, chunked', 'Expect: 100-continue'], 'POST'),
      '501',
    ],
    ['a method that is not carried out', requestText('/', post, 'TRACE'), '501'],
    [
      'nothing but what is stored',
      requestText('/', [...post, 'Cache-Control: only-if-cached'], 'GET'),
      '504',
    ],
  ])('with %s is refused without being told to go on', async (_title, request, status) => {
    stage = await gatewayStage((socket) => socket.write(done))
    const client = await converse(stage.front.port)
    client.say(request)
    const text = await client.end()
    expect(statusesIn(text)).toEqual([status])
    // It may send its content all the same: whether it will be read, the final response says.
    expect(linesOf(firstMessage(text), 'connection')).toEqual([last])
    expect(stage.origin.heads).toEqual([])
  })

  test('of an origin that cannot be reached is answered without being told to go on', async () => {
    stage = await gatewayStage(() => undefined, { origin: `http://127.0.0.1:${await unusedPort()}` })
    const client = await converse(stage.front.port)
    client.say(requestText('/', post, 'POST'))
    expect(statusesIn(await client.end())).toEqual(['502'])
  })
})

describe('an expectation that nobody knows', () => {
  test.each(['tea', '100-continues, tea'])('(%s) is answered 417, as of the gateway', async (expectation) => {
    const answers: GatewayAnswer[] = []
    stage = await gatewayStage((socket) => socket.write(done), { onAnswer: (answer) => answers.push(answer) })
    const client = await converse(stage.front.port)
    client.say(requestText('/', [`Expect: ${expectation}`, last]))
    const answer = firstMessage(await client.end())
    expect(answer.start).toBe('HTTP/1.1 417 Expectation Failed')
    expect(linesOf(answer, 'cache-status')).toEqual([
      'Cache-Status: cachechart; detail=ERR_GATEWAY_EXPECTATION',
    ])
    expect(answers).toMatchObject([{ status: 417, end: 'complete' }])
    expect(stage.origin.heads).toEqual([])
  })

  test('is none to HTTP/1.0', async () => {
    stage = await gatewayStage((socket) => socket.write(done))
    const client = await converse(stage.front.port)
    client.say('GET / HTTP/1.0\r\nExpect: tea\r\n\r\n')
    expect(statusesIn(await client.end())).toEqual(['200'])
  })
})
