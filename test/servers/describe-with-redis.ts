/**
 * Tests that need a real Redis. What others use of this folder:
 *
 *     describeWithRedis('a store on Redis', () => {
 *       let server: RedisServer
 *       beforeAll(async () => {
 *         server = await startRedisServer()
 *       })
 *       afterAll(() => server.stop())
 *       test('is emptied', …)
 *     })
 *
 * - `startRedisServer(options)`: a private server without persistence, on a port of its own (or a socket), in a temporary
 *   folder; with a password, a user, TLS, a memory limit and further settings where they are asked for. `server.url` is what a
 *   client connects to. `kill()` is SIGKILL, `pause()` SIGSTOP, `resume()` SIGCONT, `restartEmpty()` a new process without
 *   data at the same address, `stop()` the end of it and of its folder.
 * - `startRedisCluster()`: three masters that share all slots; `cluster.nodes` are such servers.
 * - `startSlowProxy(port)`: a TCP proxy in front of a server, for what is slow, silent or cut.
 *
 * `npm test` finds `redis-server`, or installs it where it may (scripts/redis-server.mjs). Where there is none, what is
 * described with `describeWithRedis` is left out, and the end of the run tells how many tests that were. All servers end with
 * the process that started them, however that ends.
 */
import { describe, expect, test } from '@jest/globals'
import { redisBinary } from './redis-binary.ts'

/** What the report at the end of a run knows the tests by that were left out. scripts/left-out-reporter.mjs reads it. */
const mark = '[left out: no redis-server]'

/** Set where a missing server is a failure: in what a change must pass. */
const isRequired = (process.env['CACHECHART_REQUIRE_REDIS'] ?? '') !== ''

/** A `describe` of tests that start Redis servers: left out where there is none, or failing where there has to be one. */
export function describeWithRedis(name: string, define: () => void): void {
  if (redisBinary() !== undefined) {
    describe.each([name])('%s', () => {
      define()
    })
    return
  }
  if (isRequired) {
    describe.each([name])('%s', () => {
      test('has a redis-server to run with', () => {
        expect('redis-server 7 or newer: not found').toBe('on PATH, or in CACHECHART_REDIS_SERVER')
      })
    })
    return
  }
  // oxlint-disable-next-line jest/no-disabled-tests -- the end of the run says it, with the number of these tests
  describe.skip(`${name} ${mark}`, () => {
    define()
  })
}
