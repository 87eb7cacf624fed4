import { expect } from '@jest/globals'
import type { Candidate } from '@cachechart/core'
import { ask } from '../fixtures/front.ts'
import type { Scenario } from './scenario.ts'

const upperCase = (candidate: Candidate): void => {
  candidate.transformBody(async function* (body) {
    for await (const chunk of body) yield Buffer.from(Buffer.from(chunk).toString().toUpperCase())
  })
}

const forget = { headers: { 'Cache-Control': 'no-cache' } }

/** What a program says of requests and responses: overrides, hooks, header operations, purges. */
export const saidScenarios: readonly Scenario[] = [
  {
    title: 'gives a response the lifetime and the labels that were asked for',
    origin: (_request, response) => response.setHeader('Surrogate-Key', 'a').end('one'),
    options: { overrides: { ttl: 30, surrogateKeys: ['b'] } },
    run: async ({ front }) => {
      await ask(front, '/a')
      expect((await ask(front, '/a')).headers.get('cache-status')).toBe('cachechart; hit; ttl=30')
      expect(await front.cache.purge({ surrogateKey: 'a', soft: true })).toEqual({ purged: 1 })
      expect(await front.cache.purge({ surrogateKey: 'b' })).toEqual({ purged: 1 })
    },
  },
  {
    title: 'passes what is to be passed, and keeps nothing of it',
    origin: (_request, response) => response.setHeader('Cache-Control', 'max-age=60').end('one'),
    options: { overrides: ({ url }) => (url.endsWith('/pass') ? { pass: true } : undefined) },
    run: async ({ front, seen }) => {
      for (const _time of [1, 2]) await ask(front, '/pass')
      expect([seen.length, front.cache.counters().pass]).toEqual([2, 2])
    },
  },
  {
    title: 'keeps the strategies apart',
    origin: (_request, response, count) =>
      response.setHeader('Cache-Control', 'max-age=60').end(String(count)),
    options: {
      overrides: ({ fields }) => {
        const at = fields.findIndex((name) => name.toLowerCase() === 'x-strategy')
        const strategy = fields[at + 1] as 'fresh' | 'bypass' | 'invalidate' // what the scenario sends
        return at < 0 ? undefined : { strategy }
      },
    },
    run: async ({ front, seen }) => {
      const by = async (strategy: string) => {
        const { status, body } = await ask(front, '/a', { headers: { 'X-Strategy': strategy } })
        return status === 504 ? '504' : body.toString()
      }
      expect(await by('fresh')).toBe('504')
      expect(await by('bypass')).toBe('1')
      expect(await by('fresh')).toBe('1')
      expect(await by('invalidate')).toBe('2')
      expect((await ask(front, '/a')).body.toString()).toBe('2')
      expect(seen).toHaveLength(2)
    },
  },
  {
    title: 'looks under the key that was given',
    origin: (request, response) => response.setHeader('Cache-Control', 'max-age=60').end(request.url),
    options: { overrides: { cacheKey: 'one for all' } },
    run: async ({ front }) => {
      await ask(front, '/a')
      expect((await ask(front, '/b')).body.toString()).toBe('/a')
      expect(await front.cache.purge({ key: 'one for all' })).toEqual({ purged: 1 })
    },
  },
  {
    title: 'lets a hook change what goes to the origin, and what comes of it',
    origin: (request, response) =>
      response
        .setHeader('X-Secret', 's')
        .setHeader('Content-Length', 4)
        .end(request.headers['x-signed'] ?? 'none'),
    options: {
      overrides: {
        beforeSend: async (outgoing) => {
          await Promise.resolve()
          outgoing.setHeader('X-Signed', 'sure')
        },
        afterSend: async (candidate) => {
          await Promise.resolve()
          candidate.ttl = 30
          candidate.removeHeader('X-Secret')
          candidate.setHeader('X-Hook', 'ran')
          upperCase(candidate)
        },
      },
    },
    run: async ({ front, seen }) => {
      for (const _time of [1, 2]) {
        const { headers, body } = await ask(front, '/a')
        expect([body.toString(), headers.get('x-hook'), headers.get('x-secret')]).toEqual([
          'SURE',
          'ran',
          null,
        ])
      }
      expect(seen).toHaveLength(1)
    },
  },
  {
    title: 'serves what is stale where a hook fails, and that is allowed',
    origin: (_request, response) =>
      response.setHeader('Cache-Control', 'max-age=60, stale-if-error=600').end('one'),
    options: {
      overrides: ({ fields }) =>
        fields.some((name) => name.toLowerCase() === 'x-fail')
          ? { afterSend: () => Promise.reject(new Error('no')) }
          : undefined,
    },
    run: async ({ front, clock }) => {
      await ask(front, '/a')
      clock.pass(61)
      const masked = await ask(front, '/a', { headers: { 'X-Fail': '1' } })
      expect([masked.status, masked.body.toString(), front.cache.counters()['hit.masked']]).toEqual([
        200,
        'one',
        1,
      ])
    },
  },
  {
    title: 'runs onDirect for what goes past the cache, and no other hook',
    origin: (request, response) => response.end(String(request.headers['x-direct'])),
    options: {
      overrides: {
        pass: true,
        onDirect: (outgoing) => outgoing.setHeader('X-Direct', 'yes'),
        beforeSend: () => Promise.reject(new Error('not for this one')),
      },
    },
    run: async ({ front }) => {
      expect((await ask(front, '/a')).body.toString()).toBe('yes')
    },
  },
  {
    title: 'applies header operations to whatever the caller gets, once, and stores none of them',
    origin: (request, response) => {
      response
        .setHeader('Cache-Control', 'max-age=60')
        .setHeader('ETag', '"1"')
        .setHeader('X-Powered-By', 'me')
      if (request.headers['if-none-match'] === undefined) response.end('one')
      else response.writeHead(304).end()
    },
    options: {
      onSend: (pending) => {
        pending.appendResponseHeader('X-Mark', 'once')
        pending.removeResponseHeader('X-Powered-By')
      },
    },
    run: async ({ front, clock }) => {
      const answers = [await ask(front, '/a'), await ask(front, '/a')]
      answers.push(
        await ask(front, '/a', { headers: { 'If-None-Match': '"1"' } }),
        await ask(front, '/a', forget),
      )
      clock.pass(61)
      answers.push(await ask(front, '/a'), await ask(front, '/a', { method: 'POST' }))
      for (const { headers } of answers) {
        expect([headers.get('x-mark'), headers.get('x-powered-by')]).toEqual(['once', null])
      }
    },
  },
  {
    title: 'applies header operations for errors to the 504 of only-if-cached',
    origin: (_request, response) => response.end('one'),
    options: {
      onSend: (pending) => {
        pending.setResponseHeader('X-Error', 'yes', 'error')
        pending.setResponseHeader('X-Response', 'yes', 'response')
      },
    },
    run: async ({ front }) => {
      const { headers } = await ask(front, '/a', { headers: { 'Cache-Control': 'only-if-cached' } })
      expect([headers.get('x-error'), headers.get('x-response')]).toEqual(['yes', null])
      expect((await ask(front, '/a')).headers.get('x-response')).toBe('yes')
    },
  },
  {
    title: 'answers with an error response where the fetch has failed, with the operations for errors',
    origin: (_request, response) => response.destroy(),
    options: { onSend: (pending) => pending.setResponseHeader('X-Error', 'yes', 'error') },
    run: async ({ front }) => {
      const { status, headers } = await ask(front, '/a')
      expect([status, headers.get('x-error'), front.cache.counters().error]).toEqual([502, 'yes', 1])
    },
  },
  {
    title: 'forgets what is purged, by URL and all of it, and validates what is purged softly',
    origin: (request, response) => {
      response.setHeader('Cache-Control', 'max-age=60').setHeader('ETag', '"1"')
      if (request.headers['if-none-match'] === undefined) response.end('one')
      else response.writeHead(304).end()
    },
    run: async ({ front, seen }) => {
      await ask(front, '/a')
      const url = front.cache.traces().at(-1)?.key ?? ''
      expect(await front.cache.purge({ url })).toEqual({ purged: 1 })
      await ask(front, '/a')
      expect(await front.cache.purge({ all: true })).toEqual({ purged: 1 })
      await ask(front, '/a')
      expect(await front.cache.purge({ url, soft: true })).toEqual({ purged: 1 })
      await ask(front, '/a')
      expect([seen.length, front.cache.counters().revalidated]).toEqual([4, 1])
    },
  },
  {
    title: 'counts each request by how it has ended',
    origin: (_request, response) => response.setHeader('Cache-Control', 'max-age=60').end('one'),
    run: async ({ front }) => {
      for (const path of ['/a', '/a', '/b']) await ask(front, path)
      await front.cache.drain()
      const counted = Object.entries(front.cache.counters()).filter(([, count]) => count > 0)
      expect(counted).toEqual([
        ['hit.fresh', 1],
        ['miss.leader', 2],
      ])
    },
  },
]
