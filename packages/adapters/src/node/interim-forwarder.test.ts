import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import type { ResponseHead } from '@cachechart/core'
import { afterEach, describe, expect, test } from '@jest/globals'
import { exchange } from './fixtures/raw-client.ts'
import { interimForwarder } from './interim-forwarder.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** A server that answers each request by `answer`, which is given what forwards interim responses. */
async function start(
  answer: (tell: (head: ResponseHead) => void, response: ServerResponse, request: IncomingMessage) => void,
): Promise<number> {
  const server = createServer((request, response) => {
    response.sendDate = false
    const tell = interimForwarder(request, response)
    answer((head) => tell?.(head), response, request)
  }).listen(0, '127.0.0.1')
  stops.push(() => {
    server.close().closeAllConnections()
  })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port // a server on a port has such an address
}

const hints = (link: string): ResponseHead => ({ status: 103, reason: '', fields: ['Link', link] })

const ask = (path = '/', version = '1.1'): string => `GET ${path} HTTP/${version}\r\nHost: a\r\n\r\n`
const askLast = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

describe('an interim head', () => {
  test.each<[string, ResponseHead, string]>([
    [
      'as it came, byte for byte',
      { status: 103, reason: 'Fr\u00fch', fields: ['X-A', 'caf\u00e9', 'x-a', ''] },
      'HTTP/1.1 103 Fr\u00fch\r\nX-A: caf\u00e9\r\nx-a: \r\n\r\n',
    ],
    [
      'with the reason that Node knows, where it has none',
      { status: 102, reason: '', fields: [] },
      'HTTP/1.1 102 Processing\r\n\r\n',
    ],
    ['without a reason that nobody knows', { status: 199, reason: '', fields: [] }, 'HTTP/1.1 199 \r\n\r\n'],
    [
      'without what would announce more of it',
      {
        status: 103,
        reason: '',
        fields: ['content-LENGTH', '3', 'Transfer-Encoding', 'chunked', 'Trailer', 'X'],
      },
      'HTTP/1.1 103 Early Hints\r\n\r\n',
    ],
  ])('goes to the client %s', async (_title, head, expected) => {
    const port = await start((tell, response) => {
      tell(head)
      response.end()
    })
    expect((await exchange(port, askLast)).split('HTTP/1.1 200')[0]).toBe(expected)
  })

  test.each<[string, ResponseHead]>([
    ['a status that is final', { status: 200, reason: '', fields: [] }],
    ['a status for the gateway alone', { status: 101, reason: '', fields: [] }],
    ['a status that is none', { status: 103.5, reason: '', fields: [] }],
    ['two lines in its reason', { status: 103, reason: 'a\r\nX: y', fields: [] }],
    ['two lines in a value', { status: 103, reason: '', fields: ['A', 'b\r\n\r\nHTTP/1.1 200 OK'] }],
    ['a value that is no bytes', { status: 103, reason: '', fields: ['A', '\u0100'] }],
    ['two lines in a name', { status: 103, reason: '', fields: ['A: b\r\nC', 'd'] }],
    ['no name', { status: 103, reason: '', fields: ['', 'd'] }],
  ])('is refused with %s, and nothing of it is sent', async (_title, head) => {
    const errors: unknown[] = []
    const port = await start((tell, response) => {
      try {
        tell(head)
      } catch (error) {
        errors.push(error)
      }
      response.end('ok')
    })
    expect(await exchange(port, askLast)).toMatch(/^HTTP\/1.1 200 OK\r\n(?!.*HTTP)/s)
    expect(errors).toHaveLength(1)
  })

  test('does not go to HTTP/1.0', async () => {
    const port = await start((tell, response) => {
      tell(hints('</a>'))
      response.end()
    })
    expect(await exchange(port, ask('/', '1.0'))).toMatch(/^HTTP\/1.1 200 /)
  })

  test('does not go behind the final head, nor to a client that has left', async () => {
    const left = Promise.withResolvers<void>()
    const port = await start((tell, response, { url }) => {
      if (url === '/last') {
        response.writeHead(200)
        tell(hints('</late>'))
        response.end()
        tell(hints('</later>'))
        return
      }
      response.once('close', () => {
        tell(hints('</gone>'))
        left.resolve()
      })
      response.req.socket.destroy()
    })
    await exchange(port, ask('/leave'))
    await left.promise
    expect(await exchange(port, askLast)).not.toContain('103')
  })

  test('waits in a pipeline for the responses before its own, and goes before its own final head', async () => {
    const first = Promise.withResolvers<ServerResponse>()
    const port = await start((tell, response, { url }) => {
      if (url !== '/last') {
        first.resolve(response)
        return
      }
      tell(hints('</1>'))
      tell(hints('</2>'))
      response.end('second')
      void first.promise.then((before) => before.end('first'))
    })
    const text = await exchange(port, ask('/first') + askLast)
    expect(text.match(/HTTP\/1.1 \d+|<\/\d>|first|second/g)).toEqual([
      ...['HTTP/1.1 200', 'first'],
      ...['HTTP/1.1 103', '</1>', 'HTTP/1.1 103', '</2>', 'HTTP/1.1 200', 'second'],
    ])
  })

  test('waits in a pipeline with few others', async () => {
    const first = Promise.withResolvers<ServerResponse>()
    const port = await start((tell, response, { url }) => {
      if (url !== '/last') {
        first.resolve(response)
        return
      }
      for (let count = 0; count < 1_000; count++) tell(hints('x'.repeat(1_000)))
      response.end()
      void first.promise.then((before) => before.end())
    })
    const text = await exchange(port, ask('/first') + askLast)
    expect(text.split('HTTP/1.1 103')).toHaveLength(1 + 15)
  })

  test('is dropped where the client does not take those before it', async () => {
    const told = Promise.withResolvers<number>()
    const port = await start((tell, response) => {
      const { socket } = response
      const flood = async (): Promise<void> => {
        let most = 0
        for (let count = 0; count < 2_000; count++) {
          for (let more = 0; more < 10; more++) tell(hints('x'.repeat(1_000)))
          most = Math.max(most, socket?.writableLength ?? 0)
          await new Promise(setImmediate)
        }
        response.end('over')
        told.resolve(most)
      }
      void flood()
    })
    const socket = connect(port, '127.0.0.1').setEncoding('latin1').pause()
    await once(socket, 'connect')
    socket.write(askLast)
    expect(await told.promise).toBeLessThan(128 * 1024)
    let text = ''
    for await (const more of socket) text += String(more)
    expect(text).toMatch(/\r\n\r\n(HTTP\/1.1 200 OK.*over)$/s)
  })
})
