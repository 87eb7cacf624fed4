import { existsSync } from 'node:fs'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createClient } from 'redis'
import { eventually } from '../fixtures/eventually.ts'
import { certificate } from './certificate.ts'
import { describeWithRedis } from './describe-with-redis.ts'
import { startRedisServer, type RedisServer, type RedisServerOptions } from './redis-server.ts'

/** What a server answers to commands over a new connection. */
async function ask(
  server: Pick<RedisServer, 'url' | 'socketPath'>,
  ...commands: readonly string[]
): Promise<readonly string[]> {
  const { socketPath: path, url } = server
  const trusting = url.startsWith('rediss:') ? { tls: true as const, ca: certificate.cert } : {}
  const reconnectStrategy = false
  const client = createClient(
    path === undefined
      ? { RESP: 2, url, socket: { ...trusting, reconnectStrategy } }
      : { RESP: 2, socket: { path, tls: false, reconnectStrategy } },
  )
  client.on('error', () => {})
  await client.connect()
  try {
    const answers: string[] = []
    for (const command of commands) {
      const answer = await client.sendCommand<string | string[]>(command.split(' '))
      answers.push([answer].flat().join())
    }
    return answers
  } finally {
    client.destroy()
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describeWithRedis('a private server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedisServer()
  })
  afterAll(() => server.stop())

  test('answers at its own address, and keeps nothing on disk', async () => {
    expect(await ask(server, 'SET a 1', 'GET a', 'CONFIG GET save')).toEqual(['OK', '1', 'save,'])
  })

  test('is silent while it is paused, and goes on where it was', async () => {
    await ask(server, 'SET a 2')
    server.pause()
    let answered = 0
    const asked = ask(server, 'GET a').finally(() => (answered = performance.now()))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const resumed = performance.now()
    server.resume()
    expect(await asked).toEqual(['2'])
    expect(answered).toBeGreaterThan(resumed)
  })

  test('refuses connections once it was killed, and comes back empty at the same address', async () => {
    const { url, process: before } = server
    await ask(server, 'SET a 3')
    await server.kill()
    expect(before.signalCode).toBe('SIGKILL')
    await expect(ask(server, 'GET a')).rejects.toThrow('ECONNREFUSED')
    await server.restartEmpty()
    expect(server.url).toBe(url)
    expect(await ask(server, 'DBSIZE')).toEqual(['0'])
  })

  test('is killed where it is restarted, and where it is paused, too', async () => {
    const { pid } = server.process
    await ask(server, 'SET a 4')
    server.pause()
    await server.restartEmpty()
    expect(server.process.pid).not.toBe(pid)
    expect(await ask(server, 'DBSIZE')).toEqual(['0'])
  })
})

describeWithRedis('a private server that is stopped', () => {
  test('leaves no process and no file, and may be stopped again', async () => {
    const server = await startRedisServer()
    const { pid = 0 } = server.process
    server.pause()
    await server.stop()
    expect([isAlive(pid), existsSync(server.directory)]).toEqual([false, false])
    await server.stop()
  })

  test('and one whose process is killed from outside, ends with it: nothing is left', async () => {
    const program = fileURLToPath(new URL('forgetful-process.ts', import.meta.url))
    const execArgv = ['--conditions=source', '--disable-warning=ExperimentalWarning']
    const child = fork(program, [], { execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const [[pid, directory]] = (await once(child, 'message')) as [[number, string]] // it says nothing else
    expect([isAlive(pid), existsSync(directory)]).toEqual([true, true])
    child.kill('SIGKILL')
    const isGone = () => !isAlive(pid) && !existsSync(directory)
    await expect(eventually('nothing is left', isGone, 10_000)).resolves.toBeUndefined()
  })
})

describeWithRedis('a private server is set up as it was asked for:', () => {
  test.each<[string, RedisServerOptions, string, string]>([
    ['with a password', { password: 'open-sesame' }, 'ACL WHOAMI', 'default'],
    ['with a user', { user: { name: 'ali', password: 'baba' } }, 'ACL WHOAMI', 'ali'],
    ['with a limit', { maxMemory: 5_000_000 }, 'CONFIG GET maxmemory', 'maxmemory,5000000'],
    ['with another setting', { settings: { hz: '50' } }, 'CONFIG GET hz', 'hz,50'],
    ['over TLS', { transport: 'tls' }, 'PING', 'PONG'],
    ['on a socket', { transport: 'socket' }, 'PING', 'PONG'],
  ])('%s', async (_, options, command, answer) => {
    const server = await startRedisServer(options)
    try {
      expect(await ask(server, command)).toEqual([answer])
    } finally {
      await server.stop()
    }
  })

  test('a user may do what its rules say, and nobody comes in without a password', async () => {
    const server = await startRedisServer({
      user: { name: 'ali', password: 'baba', rules: '~own:* +get +client' },
    })
    try {
      await expect(ask(server, 'GET other')).rejects.toThrow('NOPERM')
      const stranger = { url: server.url.replace('ali:baba@', ''), socketPath: undefined }
      await expect(ask(stranger, 'GET own:a')).rejects.toThrow('NOAUTH')
    } finally {
      await server.stop()
    }
  })

  test('or it says why it has not started', async () => {
    await expect(startRedisServer({ settings: { 'no-such-setting': '1' } })).rejects.toThrow(
      'no-such-setting',
    )
  })
})
