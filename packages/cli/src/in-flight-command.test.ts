import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { runCommandLine } from './run-command-line.ts'

let stop: () => Promise<void> = async () => {}
afterEach(() => stop())

/** Asks a server of this machine as if it were a gateway. */
async function askServer(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  const printed = { out: '', err: '' }
  const { port } = server.address() as AddressInfo // a server on a port has such an address
  const code = await runCommandLine(['in-flight', String(port)], {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
    onStop: () => () => {},
    onReport: () => () => {},
  })
  return { code, ...printed }
}

describe('cachechart in-flight', () => {
  test.each<[string, RequestListener, RegExp]>([
    [
      'answers otherwise',
      (_request, response) => void response.writeHead(404).end(),
      / answered 404\. Is that a/,
    ],
    [
      'speaks no JSON',
      (_request, response) => void response.end('<html>'),
      / answered something else\. Is that a/,
    ],
    [
      'has nothing',
      (_request, response) => void response.end('null'),
      / answered something else\. Is that a/,
    ],
    [
      'has no list',
      (_request, response) => void response.end('{"inFlight":{}}'),
      / answered something else\. Is that a/,
    ],
    [
      'has no list of workers',
      (_request, response) => void response.end('{"inFlight":[],"workers":{}}'),
      / answered something else\. Is that a/,
    ],
    ['hangs up', (request) => void request.socket.destroy(), /^error: nothing answers at 127\.0\.0\.1:\d+: /],
    [
      'breaks off',
      (request, response) => {
        response.writeHead(200, { 'Content-Length': 100 }).write('{', () => request.socket.destroy())
      },
      /^error: nothing answers at 127\.0\.0\.1:\d+: /,
    ],
  ])('fails with 1 and a reason when what it asks %s', async (_what, answer, reason) => {
    const { code, out, err } = await askServer(answer)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(reason)
    expect(err.split('\n')).toHaveLength(2)
  })

  test('says which worker has not answered', async () => {
    const story = { inFlight: [], workers: [{ worker: 2, pid: 17, state: 'silent' }] }
    const { code, out } = await askServer((_request, response) => void response.end(JSON.stringify(story)))
    expect(code).toBe(0)
    expect(out).toBe(
      'worker 2 (process 17) is silent: what it has in flight is not known\n\nnothing else is known to be in flight\n',
    )
  })
})
