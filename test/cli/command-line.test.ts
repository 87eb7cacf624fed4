import { once } from 'node:events'
import { createServer, request as startRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { SpawnedProgram } from '../spawned-program.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(30_000)

const running = new Set<SpawnedProgram>()

function cachechart(...args: string[]): SpawnedProgram {
  return cachechartIn({}, ...args)
}

/** With variables of the environment. */
function cachechartIn(environment: Readonly<Record<string, string>>, ...args: string[]): SpawnedProgram {
  const program = new SpawnedProgram('packages/cli/src/main.ts', args, environment)
  running.add(program)
  return program
}

afterEach(async () => {
  for (const program of running) {
    program.process.kill('SIGKILL')
    await program.ended
  }
  running.clear()
})

describe('the process', () => {
  test.each([
    [['--version'], 0],
    [['gateway', '--help'], 0],
    [['diagram'], 0],
    [['diagram', 'flight'], 0],
    [['purge', '--help'], 0],
    [['cache', 'list', '--help'], 0],
    [['cache', 'list'], 2],
    [['trace', '/no/such/file.jsonl'], 1],
    [['replay'], 2],
    [['cache', 'stat', '--store', 'sqlite:/no/such/file.db'], 1],
    [['diagram', 'store'], 2],
    [['purge', '--all'], 2],
    [['purge', '--all', '--admin', '1'], 1],
    [['gateway', 'nowhere'], 2],
    [['diagram', '--out', '/no/such/folder/x'], 1],
  ])('%j ends with %d', async (args, code) => {
    const program = cachechart(...args)
    expect(await program.ended).toEqual({ code, signal: null })
    expect(program.out === '').toBe(code !== 0)
    expect(program.err === '').toBe(code === 0)
  })

  test('ends quietly when nobody reads its output to the end (| head)', async () => {
    const program = cachechart('diagram')
    program.process.stdout?.destroy()
    expect(await program.ended).toEqual({ code: 0, signal: null })
    expect(program.err).toBe('')
  })
})

describe('the process of a gateway', () => {
  let origin: Server
  let originUrl = ''
  beforeAll(async () => {
    origin = createServer((request, response) => {
      response.setHeader('Cache-Control', 'max-age=60')
      if (request.url === '/silent') return
      if (request.url === '/endless') response.write('begun')
      else response.end('body')
    }).listen(0, '127.0.0.1')
    await once(origin, 'listening')
    originUrl = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`
  })
  afterAll(() => {
    origin.close()
    origin.closeAllConnections()
  })

  const startGateway = async (...options: string[]) => {
    const program = cachechart('gateway', originUrl, '--port', '0', ...options)
    const [, url = ''] = await program.printed(/Listening on (\S+),/)
    return { program, url }
  }

  test.each(['SIGINT', 'SIGTERM'] as const)('ends with 0 on %s, and says so', async (signal) => {
    const { program, url } = await startGateway()
    expect(await (await fetch(url)).text()).toBe('body')
    program.process.kill(signal)
    expect(await program.ended).toEqual({ code: 0, signal: null })
    expect(program.out).toMatch(new RegExp(`${signal}: finishing what is in progress.*\nStopped\\.\n$`))
    expect(program.err).toBe('')
  })

  test('counts a signal that arrives twice at once as one, and ends at once on a later one', async () => {
    const { program, url } = await startGateway()
    const endless = startRequest(`${url}/endless`).end()
    endless.on('error', () => {})
    await once(endless, 'response')
    program.process.kill('SIGINT')
    await program.printed(/SIGINT: finishing/)
    program.process.kill('SIGINT')
    // Longer than the time in which runners pass one keystroke on.
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(program.process.exitCode).toBeNull()
    program.process.kill('SIGINT')
    expect(await program.ended).toEqual({ code: 130, signal: null })
  })

  test('prints on SIGUSR2 what is in flight, and goes on', async () => {
    const { program, url } = await startGateway('--quiet', '--admin-port', '0')
    const [, admin = ''] = await program.printed(/What is in flight: (\S+)/)
    const silent = startRequest(`${url}/silent`).end()
    silent.on('error', () => {})
    while (!(await (await fetch(admin)).text()).includes('awaitBackend'))
      await new Promise((resolve) => setTimeout(resolve, 20))
    program.process.kill('SIGUSR2')
    const [table] = await program.printed(/in flight: 1\n[^]*lookup\.obliged.*\n/)
    expect(table).toMatch(/1 {2}leader {2}awaitBackend\.attached .* GET http:\S+\/silent\n/)
    expect(table).toContain('waits for the reply head, owed by origin, step: await the reply head')
    expect(await (await fetch(url)).text()).toBe('body')
    silent.destroy()
  })

  test('takes its purge token from the environment, as the command purge does, and never prints it', async () => {
    const environment = { CACHECHART_PURGE_TOKEN: 'open-sesame' }
    const program = cachechartIn(environment, 'gateway', originUrl, '--port', '0', '--admin-port', '0')
    const [, url = ''] = await program.printed(/Listening on (\S+),/)
    const [, admin = ''] = await program.printed(/What is in flight: (\S+)/)
    expect(await (await fetch(url)).text()).toBe('body')
    const purge = (variables: Readonly<Record<string, string>>) =>
      cachechartIn(variables, 'purge', `${url}/`, '--admin', admin)
    const refused = purge({})
    expect(await refused.ended).toEqual({ code: 1, signal: null })
    expect(refused.err).toContain('answered 401.')
    const purged = purge(environment)
    expect(await purged.ended).toEqual({ code: 0, signal: null })
    expect(purged.out).toBe('Removed 1 stored response.\n')
    const invalid = purge({ CACHECHART_PURGE_TOKEN: 'open sesame' })
    expect(await invalid.ended).toEqual({ code: 2, signal: null })
    for (const { out, err } of [program, refused, purged, invalid]) expect(out + err).not.toContain('sesame')
  })

  test('ends with 1 when its port is taken', async () => {
    const { url } = await startGateway()
    const second = cachechart('gateway', originUrl, '--port', new URL(url).port)
    expect(await second.ended).toEqual({ code: 1, signal: null })
    expect(second.out).toBe('')
    expect(second.err).toMatch(/^error: cannot listen on 127\.0\.0\.1:\d+: .* Try --port 0/)
    expect(second.err).not.toMatch(/^\s+at /m)
  })

  test('stops as on a signal when nobody reads its log any more', async () => {
    const { program, url } = await startGateway('--json-log')
    program.process.stdout?.destroy()
    await (await fetch(url)).text()
    expect(await program.ended).toEqual({ code: 0, signal: null })
    expect(program.err).toContain('Nobody reads the output: finishing what is in progress.')
  })
})
