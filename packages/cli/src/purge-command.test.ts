import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createGateway, type PurgeOptions } from '@cachechart/adapters/node'
import { memoryStore } from '@cachechart/core'
import { runCommandLine } from './run-command-line.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a server on a port has such an address
}

/** A gateway that has stored /a, labelled `first`, and /b. */
async function startGateway(purge?: PurgeOptions) {
  const origin = await listen((request, response) => {
    const label = request.url === '/a' ? { 'Surrogate-Key': 'first' } : {}
    response.writeHead(200, { 'Cache-Control': 'max-age=60', ...label }).end('page')
  })
  const store = memoryStore()
  const gateway = createGateway({
    origin,
    store,
    admin: { port: 0 },
    ...(purge === undefined ? {} : { purge }),
  })
  stops.push(() => gateway.close({ timeout: 0 }))
  const { url, admin } = await gateway.listen({ port: 0 })
  for (const path of ['/a', '/b']) await (await fetch(url + path)).text()
  return { url, store, admin: String(admin?.port) }
}

async function run(...args: string[]) {
  const printed = { out: '', err: '' }
  const code = await runCommandLine(['purge', ...args], {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
    onStop: () => () => {},
    onReport: () => () => {},
  })
  return { code, ...printed }
}

describe('cachechart purge', () => {
  test('removes what is stored for a URL, under a key, by a label, or altogether, and says how much', async () => {
    const { url, store, admin } = await startGateway()
    expect(await run(`${url}/a`, '--admin', admin)).toEqual({
      code: 0,
      out: 'Removed 1 stored response.\n',
      err: '',
    })
    expect(store.entries).toBe(1)
    expect((await run('--surrogate-key', 'first', '--admin', admin)).out).toBe(
      'Removed 0 stored responses.\n',
    )
    expect((await run('--key', `${url}/b`, '--admin', admin)).out).toBe('Removed 1 stored response.\n')
    await (await fetch(`${url}/a`)).text()
    expect((await run('--all', '--admin', `http://localhost:${admin}`)).out).toBe(
      'Removed 1 stored response.\n',
    )
    expect(store.entries).toBe(0)
  })

  test('makes it stale with --soft', async () => {
    const { store, admin } = await startGateway()
    expect((await run('--all', '--soft', '--admin', admin)).out).toBe('Made 2 stored responses stale.\n')
    expect(store.entries).toBe(2)
  })

  test('prints the answer as it came with --json', async () => {
    const { admin } = await startGateway()
    expect((await run('--all', '--json', '--admin', admin)).out).toBe('{"purged":2}\n')
  })

  test('shows the token that it is given; without it fails with 1, and says what is missing', async () => {
    const { admin, store } = await startGateway({ token: 'open-sesame' })
    const refused = await run('--all', '--admin', admin)
    expect([refused.code, refused.out]).toEqual([1, ''])
    expect(refused.err).toMatch(
      /^error: http:\S+\/\.cachechart\/purge answered 401\. A purge needs the token/,
    )
    expect(store.entries).toBe(2)
    expect((await run('--all', '--admin', admin, '--purge-token', 'open-sesame')).code).toBe(0)
    expect(store.entries).toBe(0)
  })

  test.each<[string, RequestListener, RegExp]>([
    ['is none of a gateway', (_request, response) => void response.end('{}'), / answered something else\. /],
    ['is no JSON', (_request, response) => void response.end('<html>'), / answered something else\. /],
    ['is null', (_request, response) => void response.end('null'), / answered something else\. /],
    ['refuses', (_request, response) => void response.writeHead(404).end(), / answered 404\. Is that a/],
    [
      'would move the cursor',
      (_request, response) => void response.writeHead(400).end('{"code":"a","detail":"\\u001b[2J"}'),
      / answered 400\. %1B\[2J\n$/,
    ],
    ['hangs up', (request) => void request.socket.destroy(), /^error: nothing answers at 127\.0\.0\.1:\d+: /],
  ])('fails with 1 and a reason when what it asks %s', async (_what, answer, reason) => {
    const { code, out, err } = await run('--all', '--admin', await listen(answer))
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(reason)
    expect(err.split('\n')).toHaveLength(2)
  })
})
