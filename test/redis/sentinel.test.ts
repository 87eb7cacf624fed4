import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { redisStore } from '@cachechart/adapters/redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { freePort } from '../servers/free-port.ts'
import { redisBinary } from '../servers/redis-binary.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { put, textsOf } from './store-steps.ts'

/** A sentinel that watches a server, by the name `main`; its files are in the server's folder. */
async function startSentinel(server: RedisServer, port: number): Promise<ChildProcess> {
  const file = join(server.directory, 'sentinel.conf')
  const lines = [`port ${port}`, 'bind 127.0.0.1', `sentinel monitor main 127.0.0.1 ${server.port} 1`]
  writeFileSync(file, `${lines.join('\n')}\n`)
  const child = spawn(redisBinary() ?? '', [file, '--sentinel'], { stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      if (text.includes('+monitor')) resolve(undefined)
    })
    child.once('exit', () => reject(new Error('the sentinel has not started')))
  })
  return child
}

describeWithRedis('a store behind a sentinel', () => {
  let server: RedisServer
  let sentinel: ChildProcess
  let url = ''
  beforeAll(async () => {
    server = await startRedisServer()
    const port = await freePort()
    sentinel = await startSentinel(server, port)
    url = `redis+sentinel://127.0.0.1:${port}/main`
  })
  afterAll(async () => {
    sentinel.kill('SIGKILL')
    await server.stop()
  })

  test('is found by the name that the sentinel knows, keeps what is put, and can be purged', async () => {
    const store = redisStore({ url })
    expect(await put(store, { key: 'key', body: 'body' })).toBe('stored')
    expect(await textsOf(store, 'key')).toEqual(['body'])
    expect(await store.statistics()).toMatchObject({ entries: 1, details: { topology: 'single' } })
    expect(await store.purge({ type: 'all' }, 'remove')).toBe(1)
    expect(await textsOf(store, 'key')).toEqual([])
    await store.close()
  })
})
