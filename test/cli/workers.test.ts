import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { SpawnedProgram } from '../spawned-program.ts'
import { Client, HeldOrigin, isAlive, WorkersGateway } from './workers-stage.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(60_000)

const origin = new HeldOrigin()
let originUrl = ''
const running = new Set<WorkersGateway>()

beforeAll(async () => {
  originUrl = await origin.open()
})
afterAll(() => origin.close())

const start = async (...options: string[]): Promise<WorkersGateway> => {
  const gateway = new WorkersGateway(originUrl, ['--workers', '2', ...options])
  running.add(gateway)
  return gateway.listening()
}

const endAll = async () => {
  for (const gateway of running) await gateway.end()
  running.clear()
  origin.held.length = 0
}

const pidsOf = async (gateway: WorkersGateway) => (await gateway.story()).workers.map(({ pid }) => pid)

const gone = async (pids: readonly number[]) => {
  while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 10))
}

const heldAre = async (count: number) => {
  while (origin.held.length < count) await new Promise((resolve) => setTimeout(resolve, 10))
}

const isRefused = async (url: string) => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const outcome = await Promise.race([
    once(socket, 'connect').then(() => 'connected'),
    once(socket, 'error').then(([error]) => String(Object(error).code)),
  ]).catch((error: unknown) => String(Object(error).code))
  socket.destroy()
  return outcome === 'ECONNREFUSED'
}

describe('a gateway with two workers', () => {
  let gateway: WorkersGateway
  let one: Client
  let two: Client
  beforeAll(async () => {
    gateway = await start('--max-bytes', '64MiB', '--purge-token', 'open-sesame')
    one = await gateway.clientOf(1)
    two = await gateway.clientOf(2)
  })
  afterAll(endAll)

  const purge = async (target: unknown) => {
    const response = await fetch(`${gateway.admin}/.cachechart/purge`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer open-sesame' },
      body: JSON.stringify(target),
    })
    return [response.status, await response.json()]
  }

  const fill = async (path: string) => {
    for (const client of [one, two]) {
      await client.ask(path)
      expect((await client.ask(path)).cacheStatus).toContain('hit')
    }
  }

  test('says once where it listens, and what each has of the memory', () => {
    expect(gateway.program.err).toBe(
      `Listening on ${gateway.url}, origin ${originUrl}, store memory (64 MiB, 2 workers with 32 MiB each).\n` +
        `What is in flight: ${gateway.admin}/.cachechart/in-flight\n`,
    )
  })

  test('serves from both, each from a store of its own', async () => {
    expect((await one.ask('/own')).cacheStatus).toContain('stored')
    expect((await one.ask('/own')).cacheStatus).toContain('hit')
    expect((await two.ask('/own')).cacheStatus).toContain('stored')
    expect((await two.ask('/own')).cacheStatus).toContain('hit')
  })

  test('tells at its admin address, and on SIGUSR2, what all of them have in flight', async () => {
    const answers = [one, two].map((client, index) => client.ask(`/held-${index + 1}`))
    const story = await gateway.storyWhere(
      ({ inFlight }) =>
        inFlight.filter(({ state }) => state === 'awaitBackend.attached').length === 2 &&
        origin.held.length === 2,
    )
    expect(story.inFlight.map(({ worker, key }) => [worker, key])).toEqual([
      [1, `${gateway.url}/held-1`],
      [2, `${gateway.url}/held-2`],
    ])
    expect(story.ledger.clients.taken - story.ledger.clients.discharged).toBe(2)
    expect(story.workers.map(({ worker, state }) => [worker, state])).toEqual([
      [1, 'listening'],
      [2, 'listening'],
    ])
    const command = new SpawnedProgram('packages/cli/src/main.ts', ['in-flight', gateway.admin])
    gateway.program.process.kill('SIGUSR2')
    const bothTables = /worker 1, in flight: 1\n[^]*held-1\n[^]*worker 2, in flight: 1\n[^]*held-2\n/
    await gateway.program.printed(bothTables)
    expect(await command.ended).toEqual({ code: 0, signal: null })
    expect(command.out).toMatch(bothTables)
    for (const response of origin.held.splice(0)) response.end()
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200])
  })

  test('purges all of them, asked at its admin address', async () => {
    await fill('/purged')
    expect(await purge({ url: `${gateway.url}/purged` })).toEqual([
      200,
      {
        purged: 2,
        workers: [
          { worker: 1, purged: 1 },
          { worker: 2, purged: 1 },
        ],
      },
    ])
    for (const client of [one, two]) expect((await client.ask('/purged')).cacheStatus).toContain('stored')
    for (const target of [{ url: 'nowhere' }, null, 5])
      expect(await purge(target)).toEqual([400, expect.objectContaining({ code: 'ERR_MISUSE' })])
  })

  test('purges all of them by PURGE, whichever it reaches', async () => {
    await fill('/purged-too')
    const Authorization = 'Bearer open-sesame'
    expect(await one.ask('/purged-too', 'PURGE', { Authorization })).toMatchObject({
      status: 200,
      body: '{"purged":2}\n',
    })
    for (const client of [one, two]) expect((await client.ask('/purged-too')).cacheStatus).toContain('stored')
    expect((await one.ask('/purged-too', 'PURGE')).status).toBe(401)
  })

  test('stores in none what was asked for before a purge', async () => {
    const early = two.ask('/held-purged')
    await heldAre(1)
    expect((await purge({ all: true }))[0]).toBe(200)
    origin.held.splice(0)[0]?.end('old')
    expect((await early).body).toBe('old')
    const later = two.ask('/held-purged')
    await heldAre(1)
    origin.held.splice(0)[0]?.end('new')
    expect((await later).body).toBe('new')
  })

  test('takes as invalid in all of them what an unsafe method has changed through one', async () => {
    await fill('/changed')
    expect((await one.ask('/changed', 'POST')).status).toBe(200)
    // The other is told when this one answers; it hears of it a moment later.
    while ((await two.ask('/changed')).cacheStatus.includes('hit'));
    expect(gateway.program.err).not.toContain('failed')
  })

  test('replaces a worker that is killed under load, and none of the other fails', async () => {
    const [first = 0] = await pidsOf(gateway)
    let isOver = false as boolean
    const load = (client: Client) =>
      (async () => {
        for (let count = 0; ; count += 1) {
          if (isOver) return count
          await client.ask(`/load?${count % 5}`)
        }
      })()
    const cut = load(one).catch((error: unknown) => String(error))
    const spared = load(two)
    await gateway.program.printed(/load\?4/)
    process.kill(first, 'SIGKILL')
    await gateway.program.printed(
      new RegExp(`worker 1 \\(process ${first}\\) was killed by SIGKILL\\. Another takes its place\\.`),
    )
    await gateway.program.printed(/worker 1 \(process \d+\) listens\./)
    isOver = true
    expect(await spared).toBeGreaterThan(0)
    expect(await cut).toMatch(/ECONNRESET|socket hang up/)
    one = await gateway.clientOf(1)
    expect((await one.ask('/after')).status).toBe(200)
    expect(gateway.log.every(({ worker }) => worker === 1 || worker === 2)).toBe(true)
  })

  test('listens on the same port again when all were killed at once', async () => {
    const killed = await pidsOf(gateway)
    for (const pid of killed) process.kill(pid, 'SIGKILL')
    await gone(killed)
    await gateway.storyWhere(
      ({ workers }) =>
        workers.length === 2 &&
        workers.every(({ state, pid }) => state === 'listening' && !killed.includes(pid)),
    )
    one = await gateway.clientOf(1)
    two = await gateway.clientOf(2)
    for (const client of [one, two]) expect((await client.ask('/again')).status).toBe(200)
  })

  test('finishes on SIGTERM what all have in progress, and ends with 0', async () => {
    const answers = [one, two].map((client, index) => client.ask(`/held-last-${index}`))
    await heldAre(2)
    const pids = await pidsOf(gateway)
    gateway.program.process.kill('SIGTERM')
    await gateway.program.printed(/SIGTERM: finishing what is in progress/)
    for (const response of origin.held.splice(0)) response.end('at last')
    expect((await Promise.all(answers)).map(({ body }) => body)).toEqual(['at last', 'at last'])
    expect(await gateway.program.ended).toEqual({ code: 0, signal: null })
    expect(gateway.program.err).toMatch(/\nStopped\.\n$/)
    expect(pids.some(isAlive)).toBe(false)
    expect(gateway.log.filter(({ url }) => url.startsWith('/held-last'))).toHaveLength(2)
    expect(await isRefused(gateway.url)).toBe(true)
  })
})

describe('the workers', () => {
  afterEach(endAll)

  test('end with a primary that was killed, and let the port go', async () => {
    const gateway = await start()
    const pids = await pidsOf(gateway)
    gateway.program.process.kill('SIGKILL')
    await gone(pids)
    expect(await isRefused(gateway.url)).toBe(true)
  })

  test('leave Ctrl-C, which reaches all processes, to the primary; once more ends all at once, also one that hangs', async () => {
    const gateway = await start()
    const pids = await pidsOf(gateway)
    const client = new Client(gateway.url)
    const answer = client.ask('/held').catch((error: unknown) => String(error))
    await heldAre(1)
    for (const pid of pids) process.kill(pid, 'SIGINT')
    gateway.program.process.kill('SIGINT')
    await gateway.program.printed(/SIGINT: finishing/)
    // Longer than the time in which runners pass one keystroke on.
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(gateway.program.process.exitCode).toBeNull()
    const left = pids.filter(isAlive) // the other had nothing to finish
    expect(left).toHaveLength(1)
    for (const pid of left) process.kill(pid, 'SIGSTOP')
    gateway.program.process.kill('SIGINT')
    expect(await gateway.program.ended).toEqual({ code: 130, signal: null })
    await gone(pids)
    expect(await answer).toMatch(/ECONNRESET|socket hang up/)
    client.close()
  })
})

describe('a gateway with workers that cannot begin', () => {
  const taken = createServer()
  afterAll(() => {
    taken.close()
  })
  const run = (environment: Readonly<Record<string, string>>, ...options: string[]) =>
    new SpawnedProgram(
      'packages/cli/src/main.ts',
      ['gateway', originUrl, '--workers', '2', ...options],
      environment,
    )

  test('ends with 1 and one error when its port is taken', async () => {
    taken.listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo // a server on a port has such an address
    const program = run({}, '--port', String(port))
    expect(await program.ended).toEqual({ code: 1, signal: null })
    expect(program.out).toBe('')
    expect(program.err).toMatch(/^error: cannot listen on 127\.0\.0\.1:\d+: .* Try --port 0 [^\n]*\n$/)
  })

  test('ends with 1 and one error where it is a worker of another cluster itself', async () => {
    const program = run({ NODE_UNIQUE_ID: '1' }, '--port', '0')
    expect(await program.ended).toEqual({ code: 1, signal: null })
    expect(program.err).toMatch(/^error: this process is a worker of node:cluster itself, [^\n]*\n$/)
  })

  test('ends with 1 when they die again and again at their start, and says of what', async () => {
    const broken = fileURLToPath(new URL('dies-as-worker.mjs', import.meta.url))
    const program = run({ NODE_OPTIONS: `--import=${broken}` }, '--port', '0')
    expect(await program.ended).toEqual({ code: 1, signal: null })
    expect(program.err.match(/Another takes its place/g)).toHaveLength(4)
    expect(program.err).toMatch(
      /error: workers end again and again before they listen; the last, worker \d \(process \d+\), ended with 7\n$/,
    )
  })
})
