import { expect } from '@jest/globals'
import { ask } from '../fixtures/front.ts'
import type { Scenario } from './scenario.ts'

const hit = expect.stringContaining('cachechart; hit')

/** What is stored, found, validated and invalidated. RFC 9111 */
export const cachingScenarios: readonly Scenario[] = [
  {
    title: 'answers from the cache what is fresh, with its age',
    origin: (_request, response) => response.setHeader('Cache-Control', 'max-age=60').end('one'),
    run: async ({ front, clock, seen }) => {
      const first = await ask(front, '/a')
      expect([first.status, first.body.toString(), first.headers.get('age')]).toEqual([200, 'one', null])
      clock.pass(10)
      const second = await ask(front, '/a')
      expect([second.body.toString(), second.headers.get('age'), second.headers.get('cache-status')]).toEqual(
        ['one', '10', 'cachechart; hit; ttl=50'],
      )
      expect(seen).toEqual(['GET /a'])
    },
  },
  {
    title: 'answers HEAD from what a GET has stored, without the body',
    origin: (_request, response) =>
      response.writeHead(200, { 'Cache-Control': 'max-age=60', 'Content-Length': 3 }).end('one'),
    run: async ({ front, seen }) => {
      await ask(front, '/a')
      const head = await ask(front, '/a', { method: 'HEAD' })
      expect([head.status, head.headers.get('content-length'), head.body.length]).toEqual([200, '3', 0])
      expect(seen).toEqual(['GET /a'])
    },
  },
  {
    title: 'answers a client that has the response already with a 304',
    origin: (_request, response) =>
      response.writeHead(200, { 'Cache-Control': 'max-age=60', ETag: '"1"' }).end('one'),
    run: async ({ front, seen }) => {
      await ask(front, '/a')
      const { status, body } = await ask(front, '/a', { headers: { 'If-None-Match': '"1"' } })
      expect([status, body.length, seen.length]).toEqual([304, 0, 1])
    },
  },
  {
    title: 'validates what is stale, and serves the stored body under the new head',
    origin: (request, response, count) => {
      expect(request.headers['if-none-match']).toBe(count === 1 ? undefined : '"1"')
      response.setHeader('Cache-Control', 'max-age=60').setHeader('ETag', '"1"').setHeader('X-Count', count)
      if (count === 1) response.end('one')
      else response.writeHead(304).end()
    },
    run: async ({ front, clock }) => {
      await ask(front, '/a')
      clock.pass(61)
      const again = await ask(front, '/a')
      expect([again.status, again.body.toString(), again.headers.get('x-count')]).toEqual([200, 'one', '2'])
      expect((await ask(front, '/a')).headers.get('cache-status')).toEqual(hit)
    },
  },
  {
    title: 'serves what is stale while it is revalidated, and what is new after that',
    origin: (_request, response, count) =>
      response.setHeader('Cache-Control', 'max-age=60, stale-while-revalidate=600').end(String(count)),
    run: async ({ front, clock, seen }) => {
      await ask(front, '/a')
      clock.pass(61)
      const stale = await ask(front, '/a')
      expect([stale.body.toString(), stale.headers.get('cache-status')]).toEqual([
        '1',
        'cachechart; hit; ttl=-1',
      ])
      await front.cache.drain()
      expect([(await ask(front, '/a')).body.toString(), seen.length]).toEqual(['2', 2])
    },
  },
  {
    title: 'serves what is stale in place of an error, where that is allowed',
    origin: (_request, response, count) => {
      if (count > 1) response.writeHead(503).end('sorry')
      else response.setHeader('Cache-Control', 'max-age=60, stale-if-error=600').end('one')
    },
    run: async ({ front, clock }) => {
      await ask(front, '/a')
      clock.pass(61)
      const stale = await ask(front, '/a')
      expect([stale.status, stale.body.toString()]).toEqual([200, 'one'])
      expect(front.cache.counters()).toMatchObject({ 'miss.leader': 1, 'hit.masked': 1 })
    },
  },
  {
    title: 'passes an error on, where nothing may stand in for it',
    origin: (_request, response) => response.writeHead(503, { 'Retry-After': '9' }).end('sorry'),
    run: async ({ front }) => {
      const { status, headers, body } = await ask(front, '/a')
      expect([status, headers.get('retry-after'), body.toString()]).toEqual([503, '9', 'sorry'])
    },
  },
  {
    title: 'answers only-if-cached with a 504 where nothing is stored, and asks nobody',
    origin: (_request, response) => response.end('one'),
    run: async ({ front, seen }) => {
      const { status } = await ask(front, '/a', { headers: { 'Cache-Control': 'only-if-cached' } })
      expect([status, seen.length]).toEqual([504, 0])
    },
  },
  {
    title: 'stores neither what says no-store, nor what is private, nor what sets a cookie',
    origin: (request, response) => {
      const fields = {
        '/a': ['Cache-Control', 'no-store'],
        '/b': ['Cache-Control', 'private'],
        '/c': ['Set-Cookie', 'a=b'],
      }
      const [name, value] = fields[request.url as keyof typeof fields] // the scenario asks for these
      response.setHeader('Cache-Control', 'max-age=60').setHeader(String(name), String(value)).end('one')
    },
    run: async ({ front, seen }) => {
      for (const path of ['/a', '/a', '/b', '/b', '/c', '/c']) await ask(front, path)
      expect(seen).toHaveLength(6)
    },
  },
  {
    title: 'tells variants apart by Vary',
    origin: (request, response) =>
      response
        .setHeader('Cache-Control', 'max-age=60')
        .setHeader('Vary', 'Accept-Language')
        .end(request.headers['accept-language']),
    run: async ({ front, seen }) => {
      for (const language of ['de', 'en', 'de', 'en']) {
        const { body } = await ask(front, '/a', { headers: { 'Accept-Language': language } })
        expect(body.toString()).toBe(language)
      }
      expect(seen).toHaveLength(2)
    },
  },
  {
    title: 'serves a part of what is stored',
    origin: (_request, response) =>
      response.writeHead(200, { 'Cache-Control': 'max-age=60', 'Content-Length': 10 }).end('0123456789'),
    run: async ({ front, seen }) => {
      await ask(front, '/a')
      const { status, headers, body } = await ask(front, '/a', { headers: { Range: 'bytes=2-4' } })
      expect([status, headers.get('content-range'), body.toString()]).toEqual([206, 'bytes 2-4/10', '234'])
      expect(seen).toHaveLength(1)
    },
  },
  {
    title: 'sends a body along, and forgets what an unsafe request has changed',
    origin: (request, response) => {
      if (request.method === 'GET') return void response.setHeader('Cache-Control', 'max-age=60').end('one')
      let length = 0
      request.on('data', (chunk: Buffer) => (length += chunk.length))
      request.on('end', () => response.end(String(length)))
    },
    run: async ({ front, seen }) => {
      await ask(front, '/a')
      const post = await ask(front, '/a', { method: 'POST', body: new Uint8Array(70_000) })
      expect(post.body.toString()).toBe('70000')
      await ask(front, '/a')
      expect(seen).toEqual(['GET /a', 'POST /a', 'GET /a'])
    },
  },
]
