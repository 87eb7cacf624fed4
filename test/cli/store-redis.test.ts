import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster } from '../servers/redis-cluster.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { askUntilStored, StoreStage } from './store-stage.ts'
import { HeldOrigin, WorkersGateway } from './workers-stage.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(60_000)

const password = 'open-sesame'

const heldAre = async (origin: HeldOrigin, count: number) => {
  while (origin.held.length < count) await new Promise((resolve) => setTimeout(resolve, 10))
}

describeWithRedis('a gateway on Redis', () => {
  const origin = new HeldOrigin()
  let originUrl = ''
  let server: RedisServer
  let stage: StoreStage
  beforeAll(async () => {
    originUrl = await origin.open()
    server = await startRedisServer({ password })
  })
  beforeEach(() => {
    stage = new StoreStage()
    origin.held.length = 0
  })
  afterEach(() => stage.end())
  afterAll(async () => {
    origin.close()
    await server.stop()
  })

  test('shares with another what it has, a fetch for it, and purges; and neither prints the password', async () => {
    const one = await stage.gateway(originUrl, server.url, '--host', '127.0.0.1')
    const two = await stage.gateway(originUrl, server.url, '--host', '127.0.0.1')
    expect(one.program.out).toMatch(/store redis:\S+ \(64 MiB of memory before it, leases\)\.\n/)
    // Both are asked as the same host: the key is the URL.
    const host = { Host: 'shop.example' }
    await askUntilStored(one.client, '/shared', host.Host)
    expect((await two.client.ask('/shared', 'GET', host)).cacheStatus).toContain('hit')
    const asked = [one, two].map(({ client }) => client.ask('/held-both', 'GET', host))
    await heldAre(origin, 1)
    origin.held[0]?.end('for both')
    expect((await Promise.all(asked)).map(({ body }) => body)).toEqual(['for both', 'for both'])
    expect(origin.held).toHaveLength(1)
    const purged = await stage.cache(server.url, 'purge', 'http://shop.example/shared')
    expect(purged).toMatchObject({ code: 0, out: 'Removed 1 stored response.\n' })
    // What is near is told by the server, in its time.
    while (!(await two.client.ask('/shared', 'GET', host)).cacheStatus.includes('fwd='))
      await new Promise((resolve) => setTimeout(resolve, 10))
    one.program.process.kill('SIGINT')
    expect(await one.program.ended).toEqual({ code: 0, signal: null })
    for (const { program } of [one, two]) expect(program.out + program.err).not.toContain(password)
  })

  test('is exported from a SQLite file, imported, and looked into', async () => {
    const file = `sqlite:${stage.path('cache.db')}`
    const { url, client } = await stage.gateway(originUrl, file)
    for (const path of ['/x', '/y']) await askUntilStored(client, path)
    const archive = stage.path('cache.tar')
    expect((await stage.cache(file, 'export', '--out', archive)).code).toBe(0)
    const imported = await stage.cache(server.url, 'import', archive, '--json')
    expect(imported).toMatchObject({
      code: 0,
      out: '{"imported":2,"bodyBytes":20,"kept":0,"refused":0,"broken":0}\n',
    })
    expect(await stage.body(server.url, `${url}/x`)).toBe('body of /x')
    const listed = await stage.cache(server.url, 'list', '--prefix', url, '--sort', 'key')
    expect(listed.out.match(/http:\S+/g)).toEqual([`${url}/x`, `${url}/y`])
    const { out } = await stage.cache(server.url, 'stat', '--json')
    expect(JSON.parse(out)).toMatchObject({
      store: expect.stringContaining('***@'),
      entries: expect.any(Number),
    })
    expect(out).not.toContain(password)
  })

  test('has workers that share it: what one stored the other has, and a purge is of both', async () => {
    const options = ['--workers', '2', '--near-bytes', '8MiB', '--store-timeout', '20s']
    const gateway = new WorkersGateway(originUrl, options, { CACHECHART_STORE: server.url })
    try {
      await gateway.listening()
      expect(gateway.program.err).toMatch(/8 MiB of memory before it, 2 workers with 4 MiB each, leases/)
      const [one, two] = [await gateway.clientOf(1), await gateway.clientOf(2)]
      await askUntilStored(one, '/pair')
      expect((await two.ask('/pair')).cacheStatus).toContain('hit')
      const response = await fetch(`${gateway.admin}/.cachechart/purge`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ url: `${gateway.url}/pair` }),
      })
      expect(await response.json()).toMatchObject({ purged: 1 })
      while ((await one.ask('/pair')).cacheStatus.includes('hit'))
        await new Promise((resolve) => setTimeout(resolve, 10))
    } finally {
      await gateway.end()
    }
  })

  test('has a cluster looked into, emptied and filled again while it runs on it', async () => {
    const cluster = await startRedisCluster()
    const store = `redis+cluster://${cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`
    try {
      const { url, client } = await stage.gateway(originUrl, store)
      for (const path of ['/1', '/2', '/3', '/4']) await askUntilStored(client, path)
      const archive = stage.path('cluster.tar')
      expect((await stage.cache(store, 'export', '--out', archive)).out).toMatch(
        /^Exported 4 stored responses/,
      )
      expect((await stage.cache(store, 'purge', '--all', '--yes', '--json')).out).toBe('{"purged":4}\n')
      expect((await stage.cache(store, 'list', '--json')).out).toBe('')
      expect((await stage.cache(store, 'import', archive)).out).toMatch(/^Imported 4 stored responses/)
      const { out } = await stage.cache(store, 'list', '--sort', 'key')
      expect(out.match(/http:\S+/g)).toEqual(['/1', '/2', '/3', '/4'].map((path) => url + path))
    } finally {
      await stage.end()
      await cluster.stop()
    }
  })

  test('starts without the server, says so, and uses it once it is there', async () => {
    const absent = await startRedisServer()
    await absent.kill()
    const { program, client } = await stage.gateway(originUrl, absent.url)
    await program.printed(/warning: redis:\S+: .*Until it answers, everything is fetched from the origin\.\n/)
    expect((await client.ask('/alone')).body).toBe('body of /alone')
    const { code, err } = await stage.cache(absent.url, 'stat')
    expect(code).toBe(1)
    expect(err).toMatch(/^error: redis:\S+: .*\n$/)
    await absent.restartEmpty()
    await askUntilStored(client, '/back')
    await absent.stop()
  })

  test('is told of a wrong password in one line, without it', async () => {
    const wrong = server.url.replace(password, 'sesame-shut')
    const { code, err } = await stage.cache(wrong, 'list')
    expect(code).toBe(1)
    expect(err).toMatch(/^error: redis:\S+: .*user and password right\?\n$/)
    expect(err).not.toContain('sesame-shut')
  })
})
