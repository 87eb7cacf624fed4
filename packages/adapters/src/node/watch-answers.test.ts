import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { memoryStore } from '@cachechart/core'
import { createGateway, type Gateway, type GatewayAnswer } from './index.ts'

const origin = createServer((message, response) => {
  response.writeHead(200, { 'Cache-Control': 'max-age=60' })
  if (message.url === '/endless') response.write('begun')
  else response.end('body')
})
let gateway: Gateway | undefined

afterEach(async () => {
  await gateway?.close({ timeout: 0 })
  origin.closeAllConnections()
  origin.close()
})

/** A gateway, and a promise of each answer that it tells of, in order. */
const setUp = async () => {
  origin.listen(0, '127.0.0.1')
  await once(origin, 'listening')
  const answers: GatewayAnswer[] = []
  const waiting: (() => void)[] = []
  gateway = createGateway({
    origin: `http://127.0.0.1:${(origin.address() as AddressInfo).port}`,
    store: memoryStore(),
    onAnswer: (answer) => {
      answers.push(answer)
      for (const tell of waiting.splice(0)) tell()
    },
  })
  const { url, port } = await gateway.listen({ port: 0 })
  const told = async (count: number): Promise<GatewayAnswer[]> => {
    while (answers.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
    return answers
  }
  return { url, port, told }
}

describe('who wants to be told of answers', () => {
  test('hears of a miss, a hit and a refusal, with the status and what the cache did', async () => {
    const { url, told } = await setUp()
    await (await fetch(`${url}/page?a=1`)).text()
    await told(1)
    await (await fetch(`${url}/page?a=1`)).text()
    await told(2)
    const refused = request(url, { method: 'TRACE' }).end()
    const [message] = (await once(refused, 'response')) as [IncomingMessage]
    message.resume()
    const [miss, hit, refusal] = await told(3)
    expect(refusal).toMatchObject({
      method: 'TRACE',
      status: 501,
      cacheStatus: expect.stringContaining('ERR_GATEWAY_METHOD'),
    })
    expect(miss).toMatchObject({ method: 'GET', target: '/page?a=1', status: 200, end: 'complete' })
    expect([miss?.cacheStatus, hit?.cacheStatus]).toEqual([
      'cachechart; fwd=uri-miss; stored',
      expect.stringMatching(/; hit; ttl=\d+$/),
    ])
    expect(hit?.duration).toBeGreaterThan(0)
  })

  test('hears of a client that left in the middle', async () => {
    const { port, told } = await setUp()
    const socket = connect(port, '127.0.0.1')
    socket.write('GET /endless HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    const [answer] = await told(1)
    expect(answer).toMatchObject({ target: '/endless', status: 200, end: 'aborted' })
  })
})
