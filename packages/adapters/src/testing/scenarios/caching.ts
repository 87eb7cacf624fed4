import type { AdapterScenario } from '../adapter/scenario.ts'
import { fresh, one, two } from './replies.ts'

/** What is stored and reused: RFC 9111 §3 and §4. */
export const caching: readonly AdapterScenario[] = [
  {
    title: 'a miss is stored; a hit tells its age, and that it is one',
    expected: [['200 one', 'fwd=uri-miss; stored', null], ['200 one', 'hit', '20'], ['GET /']],
    async play(stage) {
      stage.origin.plan(one)
      const miss = await stage.ask()
      stage.clock.pass(20)
      const hit = await stage.ask()
      return [
        ...[miss, hit].map(({ line, said, headers }) => [line, said, headers.get('age')]),
        stage.asked(),
      ]
    },
  },
  {
    title: 'the cache goes by the name that it was given',
    options: { policy: { name: 'mine' } },
    expected: ['mine; hit; ttl=60'],
    async play(stage) {
      stage.origin.plan(one)
      await stage.line()
      return [(await stage.ask()).headers.get('cache-status')]
    },
  },
  {
    title: 'HEAD is answered from a stored GET, without a body and with its length',
    expected: ['200', 'hit', '3', ['GET /']],
    async play(stage) {
      stage.origin.plan(one)
      await stage.line()
      const { line, said, headers } = await stage.ask('/', { method: 'HEAD' })
      return [line, said, headers.get('content-length'), stage.asked()]
    },
  },
  {
    title: 'HEAD reaches the origin as HEAD where nothing is stored, and stores no empty body',
    expected: ['200', '200 two', ['HEAD /', 'GET /']],
    async play(stage) {
      stage.origin.plan({ headers: fresh }, two)
      return [await stage.line('/', { method: 'HEAD' }), await stage.line(), stage.asked()]
    },
  },
  {
    title: 'only-if-cached is a 504 where nothing is stored, and a hit where something is',
    expected: ['504', '200 one', ['GET /']],
    async play(stage) {
      const alone = { headers: { 'Cache-Control': 'only-if-cached' } }
      const unsatisfied = await stage.line('/', alone)
      stage.origin.plan(one)
      await stage.line()
      return [unsatisfied, await stage.line('/', alone), stage.asked()]
    },
  },
  {
    title: 'what says no-store is not stored',
    expected: ['200 one', '200 two'],
    async play(stage) {
      stage.origin.plan({ ...one, headers: { 'Cache-Control': 'no-store' } }, two)
      return [await stage.line(), await stage.line()]
    },
  },
  {
    title: 'what is asked for with no-store is not stored',
    expected: ['200 one', '200 two'],
    async play(stage) {
      stage.origin.plan(one, two)
      return [await stage.line('/', { headers: { 'Cache-Control': 'no-store' } }), await stage.line()]
    },
  },
  {
    title: 'each variant that Vary tells apart is stored for itself',
    expected: [
      ['200 one', '200 two', '200 one', '200 two'],
      ['a', 'b'],
    ],
    async play(stage) {
      const headers = { ...fresh, Vary: 'Accept-Language' }
      stage.origin.plan({ ...one, headers }, { ...two, headers })
      const lines: string[] = []
      for (const language of ['a', 'b', 'a', 'b'])
        lines.push(await stage.line('/', { headers: { 'Accept-Language': language } }))
      return [lines, stage.origin.seen.map((request) => request.headers.get('accept-language'))]
    },
  },
  {
    title: 'a range of what is stored is answered with 206',
    expected: ['206 n', 'bytes 1-1/3', 'hit', ['GET /']],
    async play(stage) {
      stage.origin.plan(one)
      await stage.line()
      const { line, said, headers } = await stage.ask('/', { headers: { Range: 'bytes=1-1' } })
      return [line, headers.get('content-range'), said, stage.asked()]
    },
  },
  {
    title: 'a POST reaches the origin with its body, and invalidates what is stored for its URL',
    expected: ['200 one', '204', '200 two', ['GET /', 'POST /', 'GET /'], 'hello'],
    async play(stage) {
      stage.origin.plan(one, { status: 204 }, two)
      const first = await stage.line()
      const posted = await stage.line('/', { method: 'POST', body: Buffer.from('hello') })
      return [first, posted, await stage.line(), stage.asked(), stage.origin.seen[1]?.body]
    },
  },
  {
    title: 'a 503 of the origin passes as it is, and is not stored',
    expected: ['503 sorry', '200 one'],
    async play(stage) {
      stage.origin.plan({ status: 503, body: 'sorry' }, one)
      return [await stage.line(), await stage.line()]
    },
  },
  {
    title: 'a response that sets a cookie is handed on with it, and not stored',
    expected: ['200 one', 'a=1', '200 two', null],
    async play(stage) {
      stage.origin.plan({ ...one, headers: { ...fresh, 'Set-Cookie': 'a=1' } }, two)
      const first = await stage.ask()
      const second = await stage.ask()
      return [first.line, first.headers.get('set-cookie'), second.line, second.headers.get('set-cookie')]
    },
  },
  {
    title: 'an origin that is down is an error, and the next request asks again',
    expected: ['rejected', '200 one'],
    async play(stage) {
      stage.origin.plan('down')
      const failed = await stage.line()
      stage.origin.plan(one)
      return [failed, await stage.line()]
    },
  },
]
