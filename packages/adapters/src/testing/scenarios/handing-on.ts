import type { AdapterScenario } from '../adapter/scenario.ts'
import { fresh, one } from './replies.ts'

/** What is handed on, either way. */
export const handingOn: readonly AdapterScenario[] = [
  {
    title: 'methods that a cache does not answer pass each time, with what the origin says',
    expected: [
      ['200 one', '200 one', '200 one', '200 one'],
      ['PUT /', 'PUT /', 'DELETE /', 'PATCH /'],
    ],
    async play(stage) {
      stage.origin.plan(one, one, one, one)
      const lines: string[] = []
      for (const method of ['PUT', 'PUT', 'DELETE', 'PATCH']) lines.push(await stage.line('/', { method }))
      return [lines, stage.asked()]
    },
  },
  {
    title: 'the query is a part of what is asked for',
    expected: ['200 one', '200 other', ['GET /?a=1', 'GET /?a=%20']],
    async play(stage) {
      stage.origin.plan(one, { headers: fresh, body: 'other' })
      return [await stage.line('/?a=1'), await stage.line('/?a=%20'), stage.asked()]
    },
  },
  {
    title: 'the fields of a response are the same from the origin and from the store',
    expected: [
      ['a', 'text/x-test', '"1"'],
      ['a', 'text/x-test', '"1"'],
    ],
    async play(stage) {
      const headers = { ...fresh, 'Content-Type': 'text/x-test', 'X-Own': 'a' }
      stage.origin.plan({ ...one, headers })
      const seen = []
      for (const told of [await stage.ask(), await stage.ask()])
        seen.push(['x-own', 'content-type', 'etag'].map((name) => told.headers.get(name)))
      return seen
    },
  },
  {
    title: 'fields that are about one connection are not handed on from the store',
    expected: ['200 one', 'hit', null],
    async play(stage) {
      const headers = { ...fresh, Connection: 'X-Hop', 'X-Hop': 'here' }
      stage.origin.plan({ ...one, headers })
      await stage.line()
      const hit = await stage.ask()
      return [hit.line, hit.said, hit.headers.get('x-hop')]
    },
  },
  {
    title: 'the fields of a request reach the origin',
    expected: ['en', 'mine'],
    async play(stage) {
      stage.origin.plan(one)
      await stage.line('/', { headers: { 'Accept-Language': 'en', 'X-Own': 'mine' } })
      return [stage.heard('accept-language'), stage.heard('x-own')]
    },
  },
]
