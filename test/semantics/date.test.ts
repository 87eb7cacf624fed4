import { afterEach, describe, expect, test } from '@jest/globals'
import { message } from '../fixtures/raw-origin.ts'
import { strike } from '../fixtures/strike.ts'
import { converse, firstMessage, linesOf, requestText } from './conversation.ts'
import { gatewayStage, type GatewayStage } from './gateway-stage.ts'

let stage: GatewayStage
afterEach(() => strike(stage))

const httpDate =
  /^Date: (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/

async function datesOf(text: string): Promise<readonly string[]> {
  const client = await converse(stage.front.port)
  client.say(text)
  return linesOf(firstMessage(await client.end()), 'date')
}

const request = requestText('/', ['Connection: close'])

/** RFC 9110 §6.6.1 */
describe('Date', () => {
  test('is the origin’s own, where it is a date', async () => {
    const date = 'Date: Sat, 31 Dec 2039 23:59:59 GMT'
    stage = await gatewayStage((socket) =>
      socket.write(message(['HTTP/1.1 200 OK', 'Cache-Control: max-age=60', date])),
    )
    expect(await datesOf(request)).toEqual([date])
    stage.clock.pass(5)
    expect(await datesOf(request)).toEqual([date])
    expect(stage.origin.heads).toHaveLength(1)
  })

  test.each(['missing', 'Date: junk', 'Date:'])('that is %s is when the response came', async (line) => {
    const lines = ['HTTP/1.1 200 OK', 'Cache-Control: max-age=60', ...(line === 'missing' ? [] : [line])]
    stage = await gatewayStage((socket) => socket.write(message(lines)))
    const received = ['Date: Sun, 01 Jan 2040 00:00:00 GMT']
    expect(await datesOf(request)).toEqual(received)
    stage.clock.pass(5)
    expect(await datesOf(request)).toEqual(received)
    expect(stage.origin.heads).toHaveLength(1)
  })

  test.each([200, 204, 301, 404, 500, 599])('is in a forwarded %i', async (status) => {
    const lines = [`HTTP/1.1 ${status} X`, 'Cache-Control: no-store']
    stage = await gatewayStage((socket) => socket.write(message(lines)))
    expect(await datesOf(request)).toEqual(['Date: Sun, 01 Jan 2040 00:00:00 GMT'])
  })

  test.each([
    ['a malformed request', 'GET / HTTP/1.1\r\nHo st: a\r\n\r\n'],
    ['a head over the limit', requestText('/', [`X: ${'x'.repeat(20_000)}`])],
    ['a target that is none', requestText('/#', ['Connection: close'])],
    ['a Host that is none', 'GET / HTTP/1.1\r\nHost: /\r\nConnection: close\r\n\r\n'],
    ['an unknown expectation', requestText('/', ['Expect: tea', 'Connection: close'])],
    ['a method that is not carried out', requestText('/', ['Connection: close'], 'TRACE')],
    ['a tunnel', requestText('a.example:1', [], 'CONNECT')],
    ['options of the gateway', requestText('*', ['Connection: close'], 'OPTIONS')],
    ['a coding that nobody knows', requestText('/', ['Transfer-Encoding: gzip, chunked'], 'POST')],
    ['what is not stored', requestText('/', ['Cache-Control: only-if-cached', 'Connection: close'])],
    ['an origin that breaks off', request],
  ])('is in the gateway’s own answer to %s', async (_title, text) => {
    stage = await gatewayStage((socket) => socket.destroy())
    expect(await datesOf(text)).toEqual([expect.stringMatching(httpDate)])
  })
})
