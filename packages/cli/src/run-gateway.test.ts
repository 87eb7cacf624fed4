import { once } from 'node:events'
import { createServer, request as startRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { runCommandLine } from './run-command-line.ts'
import { jsonLine, plainLine } from './request-log.ts'

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

let origin: Server
let requests: number
beforeEach(async () => {
  requests = 0
  origin = createServer((request, response) => {
    requests += 1
    if (request.url === '/endless') response.writeHead(200, { 'Cache-Control': 'no-store' }).write('begun')
    else if (request.url === '/private')
      response.setHeader('Cache-Control', 'private, max-age=60').end('yours')
    else if (request.url === '/gone') request.socket.destroy()
    else response.setHeader('Cache-Control', 'max-age=60').end('body')
  })
  origin.listen(0, '127.0.0.1')
  await once(origin, 'listening')
})
afterEach(() => {
  origin.close()
  origin.closeAllConnections()
})

/** Starts a gateway on a free port before the origin; `stop` is what Ctrl-C does. */
async function start(...options: string[]) {
  const printed = { out: '', err: '' }
  let changed = () => {}
  let stop = (_reason: string) => {}
  let report = () => {}
  const note = (stream: 'out' | 'err') => (added: string) => {
    printed[stream] += added
    changed()
  }
  const code = runCommandLine(['gateway', urlOf(origin), '--port', '0', ...options], {
    out: note('out'),
    err: note('err'),
    onStop: (listener) => {
      stop = listener
      return () => {}
    },
    onReport: (listener) => {
      report = listener
      return () => {}
    },
  })
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => (changed = resolve))
  }
  await until(() => /Listening on /.test(printed.out + printed.err))
  const url = /Listening on (\S+),/.exec(printed.out + printed.err)?.[1] ?? ''
  return { printed, until, url, stop: () => stop('SIGINT'), report: () => report(), code }
}

const cacheStatusOf = async (url: string) => {
  const response = await fetch(url)
  await response.text()
  return response.headers.get('cache-status')
}

describe('cachechart gateway', () => {
  test('says in one line where it listens, before which origin, and on which store', async () => {
    const { printed, stop, code, url } = await start('--max-bytes', '64MiB')
    expect(printed).toEqual({
      out: `Listening on ${url}, origin ${urlOf(origin)}, store memory (64 MiB).\n`,
      err: '',
    })
    stop()
    expect(await code).toBe(0)
  })

  test('serves from the cache what it has, with a line for each request', async () => {
    const { printed, until, url, stop, code } = await start()
    expect(await cacheStatusOf(`${url}/a?b`)).toBe('cachechart; fwd=uri-miss; stored')
    expect(await cacheStatusOf(`${url}/a?b`)).toMatch(/^cachechart; hit; ttl=\d+$/)
    expect(requests).toBe(1)
    await until(() => printed.out.split('GET').length === 3)
    const [, first, second] = printed.out.split('\n')
    expect(first).toMatch(/^\S+Z GET \/a\?b 200 \(cachechart; fwd=uri-miss; stored, [\d.]+ ms\)$/)
    expect(second).toMatch(/^\S+Z GET \/a\?b 200 \(cachechart; hit; ttl=\d+, [\d.]+ ms\)$/)
    stop()
    expect(await code).toBe(0)
  })

  test('prints with --json-log one JSON object for each request on standard output, and nothing else', async () => {
    const { printed, until, url, stop, code } = await start('--json-log')
    await cacheStatusOf(`${url}/a`)
    await until(() => printed.out.endsWith('\n'))
    stop()
    expect(await code).toBe(0)
    expect(JSON.parse(printed.out)).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      method: 'GET',
      url: '/a',
      status: 200,
      cacheStatus: 'cachechart; fwd=uri-miss; stored',
      ms: expect.any(Number),
      end: 'complete',
    })
    expect(printed.err).toMatch(/^Listening on .*\nSIGINT: .*\nStopped\.\n$/)
  })

  test('prints with --quiet no line for a request', async () => {
    const { printed, url, stop, code } = await start('--quiet')
    await cacheStatusOf(`${url}/a`)
    stop()
    await code
    expect(printed.out).toMatch(/^Listening on .*\nSIGINT: .*\nStopped\.\n$/)
  })

  test('logs a request whose client has left as aborted', async () => {
    const { printed, until, url, stop, code } = await start('--json-log')
    const leaving = startRequest(`${url}/endless`).end()
    await once(leaving, 'response')
    leaving.destroy()
    await until(() => printed.out.endsWith('\n'))
    expect(JSON.parse(printed.out)).toMatchObject({ url: '/endless', end: 'aborted' })
    stop()
    expect(await code).toBe(0)
  })

  test('says on standard error why a request failed, and lives on', async () => {
    const { printed, until, url, stop, code } = await start('--quiet')
    expect((await fetch(`${url}/gone`)).status).toBe(502)
    await until(() => printed.err !== '')
    expect(printed.err).toMatch(/^GET http:\/\/\S+\/gone failed: .+\n$/)
    expect(await cacheStatusOf(`${url}/a`)).toContain('stored')
    stop()
    expect(await code).toBe(0)
  })

  test('finishes what is in progress when it is told to stop', async () => {
    const { printed, until, url, stop, code } = await start()
    origin.removeAllListeners('request').on('request', (_request, response) => {
      response.write('one ')
      stop()
      void until(() => printed.out.includes('finishing')).then(() => response.end('two'))
    })
    expect(await (await fetch(`${url}/slow`)).text()).toBe('one two')
    expect(await code).toBe(0)
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  test('stores what is private only with --private', async () => {
    const shared = await start('--quiet')
    await cacheStatusOf(`${shared.url}/private`)
    expect(await cacheStatusOf(`${shared.url}/private`)).not.toContain('hit')
    const ofOneUser = await start('--quiet', '--private')
    await cacheStatusOf(`${ofOneUser.url}/private`)
    expect(await cacheStatusOf(`${ofOneUser.url}/private`)).toContain('hit')
    shared.stop()
    ofOneUser.stop()
    expect(await Promise.all([shared.code, ofOneUser.code])).toEqual([0, 0])
  })

  test('takes queries for the same as it is told to, and asks the origin with them as they came', async () => {
    const apart = await start('--quiet')
    await cacheStatusOf(`${apart.url}/a?b=1&a=1`)
    expect(await cacheStatusOf(`${apart.url}/a?a=1&b=1`)).not.toContain('hit')
    const targets: (string | undefined)[] = []
    origin.prependListener('request', ({ url }) => targets.push(url))
    const together = await start(
      '--quiet',
      '--sort-query',
      ...['fbclid', 'utm_*'].flatMap((name) => ['--ignore-parameter', name]),
    )
    await cacheStatusOf(`${together.url}/a?b=1&utm_source=x&a=1`)
    expect(await cacheStatusOf(`${together.url}/a?a=1&fbclid=2&b=1`)).toContain('hit')
    expect(await cacheStatusOf(`${together.url}/a?a=1&b=2`)).not.toContain('hit')
    expect(targets).toEqual(['/a?b=1&utm_source=x&a=1', '/a?a=1&b=2'])
    apart.stop()
    together.stop()
    expect(await Promise.all([apart.code, together.code])).toEqual([0, 0])
  })

  test('lets who has the token purge', async () => {
    const { url, stop, code } = await start('--quiet', '--purge-token', 'open-sesame')
    await cacheStatusOf(`${url}/a`)
    const purge = (token: string) =>
      fetch(`${url}/a`, { method: 'PURGE', headers: { Authorization: `Bearer ${token}` } })
    expect((await purge('other')).status).toBe(401)
    expect(await (await purge('open-sesame')).json()).toEqual({ purged: 1 })
    expect(await cacheStatusOf(`${url}/a`)).not.toContain('hit')
    stop()
    expect(await code).toBe(0)
  })

  test('prints on standard error, when it is asked, what is in flight, and of its own accord what is stuck', async () => {
    const { printed, until, url, stop, report, code } = await start('--quiet', '--stuck-after', '100ms')
    report()
    expect(printed.err).toBe('nothing is in flight\n')
    const [listener] = origin.listeners('request')
    const { promise: asked, resolve: noteAsked } = Promise.withResolvers<() => void>()
    origin.removeAllListeners('request').on('request', (...args: unknown[]) => {
      noteAsked(() => void Reflect.apply(listener ?? (() => {}), origin, args))
    })
    const waiting = fetch(`${url}/slow`)
    await until(() => printed.err.includes('is stuck'))
    expect(printed.err).toMatch(
      /transaction 1 is stuck: GET http:\S+\/slow in awaitBackend\.attached for [\d.]+ s, waits for the reply head of origin, which is at "await the reply head" \(request\.lookup lookup\.obliged\)\n/,
    )
    report()
    expect(printed.err).toMatch(/in flight: 1\n[^]*leader {2}awaitBackend\.attached .*GET http:\S+\/slow\n/)
    const answer = await asked
    answer()
    expect((await waiting).status).toBe(200)
    stop()
    expect(await code).toBe(0)
  })

  test('answers at its admin address what is in flight, which the command in-flight prints', async () => {
    const { printed, url, stop, code } = await start('--quiet', '--admin-port', '0')
    const admin = /What is in flight: (\S+)\/\.cachechart\/in-flight\n/.exec(printed.out)?.[1] ?? ''
    await cacheStatusOf(`${url}/a`)
    const asked = { out: '', err: '' }
    const terminal = {
      out: (added: string) => (asked.out += added),
      err: (added: string) => (asked.err += added),
      onStop: () => () => {},
      onReport: () => () => {},
    }
    expect(await runCommandLine(['in-flight', admin], terminal)).toBe(0)
    expect(asked.out).toBe('nothing is in flight\n')
    asked.out = ''
    expect(await runCommandLine(['in-flight', new URL(admin).port, '--json'], terminal)).toBe(0)
    expect(JSON.parse(asked.out)).toMatchObject({
      inFlight: [],
      ledger: { clients: { taken: 1, discharged: 1 } },
    })
    expect(await runCommandLine(['in-flight', url], terminal)).toBe(1)
    stop()
    expect(await code).toBe(0)
    expect(await runCommandLine(['in-flight', admin], terminal)).toBe(1)
    expect(asked.err).toContain('Is the gateway running, with --admin-port?')
    expect(await runCommandLine(['in-flight', 'ftp://x'], terminal)).toBe(2)
  })

  test('gives up a follower, and a whole request, after the times that it was told', async () => {
    origin.removeAllListeners('request') // it never answers
    const { printed, until, url, stop, code } = await start(
      ...['--quiet', '--flight-timeout', '100ms', '--transaction-timeout', '1s', '--shutdown-timeout', '1s'],
    )
    const statuses = [1, 2].map(async () => (await fetch(`${url}/silent`)).status)
    expect(await Promise.all(statuses)).toEqual([504, 504])
    await until(() => printed.err.split('missed its deadline').length === 3)
    expect(printed.err).toMatch(/transaction 2 missed its deadline: .* in awaitFlight for [\d.]+ s,/)
    expect(printed.err).toMatch(
      /transaction 1 missed its deadline: .* in awaitBackend\.attached for [\d.]+ s,/,
    )
    stop()
    expect(await code).toBe(0)
  })

  test('ends with 1 when its port is taken, and says what to do', async () => {
    const printed = { out: '', err: '' }
    const { port } = origin.address() as AddressInfo
    const code = await runCommandLine(['gateway', urlOf(origin), '--port', String(port)], {
      out: (added) => (printed.out += added),
      err: (added) => (printed.err += added),
      onStop: () => () => {},
      onReport: () => () => {},
    })
    expect({ code, out: printed.out }).toEqual({ code: 1, out: '' })
    expect(printed.err).toMatch(
      /^error: .*127\.0\.0\.1:\d+.*Try --port 0 \(or --admin-port 0\), which takes any free port\.\n$/,
    )
  })
})

describe('a line of the log', () => {
  const finished = {
    time: new Date(0),
    method: 'GET',
    target: '/\u009b2J\u00e9',
    status: 404,
    cacheStatus: undefined,
    duration: 1.25,
    end: 'aborted' as const,
  }

  test('carries no signs that a terminal obeys', () => {
    expect(plainLine(finished)).toBe(
      '1970-01-01T00:00:00.000Z GET /%C2%9B2J%C3%A9 404 (no Cache-Status, 1.25 ms, aborted)\n',
    )
  })

  test('has null in JSON where there was no Cache-Status', () => {
    expect(JSON.parse(jsonLine(finished))).toMatchObject({ cacheStatus: null, ms: 1.25, end: 'aborted' })
  })

  test('says in JSON which worker has answered, where there are several', () => {
    expect(JSON.parse(jsonLine(finished))).not.toHaveProperty('worker')
    expect(JSON.parse(jsonLine({ ...finished, worker: 2 }))).toMatchObject({ worker: 2 })
  })
})
