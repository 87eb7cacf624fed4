import { expect } from '@jest/globals'
import { eventually } from '../fixtures/eventually.ts'
import { ask } from '../fixtures/front.ts'
import { readBody } from '../fixtures/read-body.ts'
import type { Scenario } from './scenario.ts'

const fresh = { 'Cache-Control': 'max-age=60' }

/** Who waits for whom, and how bodies flow. */
export const streamScenarios: readonly Scenario[] = [
  {
    title: 'makes one request to the origin of many that come at the same time',
    origin: (_request, response) => {
      setTimeout(() => response.writeHead(200, fresh).end('one'), 50)
    },
    run: async ({ front, seen }) => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(front, '/a')))
      expect(answers.map(({ body }) => body.toString())).toEqual(Array(20).fill('one'))
      expect(seen).toHaveLength(1)
      expect(front.cache.counters()).toMatchObject({ 'miss.leader': 1 })
    },
  },
  {
    title: 'hands the first piece on before the last has come',
    origin: (_request, response) => {
      response.writeHead(200, fresh).write('first')
      held.push(() => response.end('last'))
    },
    run: async ({ front }) => {
      const { body } = await front.open('/a')
      const iterator = body[Symbol.asyncIterator]()
      const first = await iterator.next()
      expect(Buffer.from(first.value as Uint8Array).toString()).toBe('first')
      for (const end of held.splice(0)) end()
      const rest: Uint8Array[] = []
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        rest.push(next.value)
      expect(Buffer.concat(rest).toString()).toBe('last')
    },
  },
  {
    title: 'carries a large body whole, stored or not',
    origin: (_request, response) => {
      response.writeHead(200, fresh)
      for (let piece = 0; piece < 64; piece++) response.write(Buffer.alloc(64 * 1024, piece))
      response.end()
    },
    run: async ({ front, seen }) => {
      for (const _time of [1, 2]) {
        const { body } = await ask(front, '/a')
        expect([body.length, body[0], body.at(-1)]).toEqual([4 * 1024 * 1024, 0, 63])
      }
      expect(seen).toHaveLength(1)
    },
  },
  {
    title: 'stores what it has asked for though the client leaves before the reply',
    origin: (_request, response) => {
      held.push(() => response.writeHead(200, fresh).end('one'))
    },
    run: async ({ front, seen }) => {
      const controller = new AbortController()
      const left = ask(front, '/a', { signal: controller.signal }).catch(() => 'left')
      await eventually('the request has reached the origin', () => held.length === 1)
      controller.abort()
      expect(await left).toBe('left')
      for (const end of held.splice(0)) end()
      await front.cache.drain()
      expect((await ask(front, '/a')).body.toString()).toBe('one')
      expect(seen).toHaveLength(1)
    },
  },
  {
    title: 'breaks a body off with the origin, and stores nothing of it',
    origin: (_request, response, count) => {
      if (count > 1) return void response.writeHead(200, fresh).end('whole')
      response.writeHead(200, { ...fresh, 'Content-Length': 100 })
      response.write('half', () => setTimeout(() => response.destroy(), 20))
    },
    run: async ({ front }) => {
      const { body } = await front.open('/a')
      await expect(readBody(body)).rejects.toBeDefined()
      await front.cache.drain()
      expect((await ask(front, '/a')).body.toString()).toBe('whole')
    },
  },
]

/** What the origin has not done yet. */
const held: (() => void)[] = []
