import type { AdapterScenario } from '../adapter/scenario.ts'
import { fresh, one, oneWith, two, validated } from './replies.ts'

/** What is validated, or used though it is stale: RFC 9111 §4.3, RFC 5861. */
export const staleness: readonly AdapterScenario[] = [
  {
    title: 'a client that has the stored response is told so by a 304',
    expected: ['304', 'hit', '"1"', ['GET /']],
    async play(stage) {
      stage.origin.plan(one, validated)
      await stage.line()
      const { line, said, headers } = await stage.ask('/', { headers: { 'If-None-Match': '"1"' } })
      return [line, said, headers.get('etag'), stage.asked()]
    },
  },
  {
    title: 'a stale response is validated, and used again after a 304',
    expected: ['200 one', 'fwd=stale; fwd-status=304', '"1"', 'hit', 2],
    async play(stage) {
      stage.origin.plan(one, validated)
      await stage.line()
      stage.clock.pass(70)
      const { line, said } = await stage.ask()
      const condition = stage.heard('if-none-match')
      return [line, said, condition, (await stage.ask()).said, stage.origin.seen.length]
    },
  },
  {
    title: 'a stale response that has changed is replaced',
    expected: ['200 two', '200 two', 2],
    async play(stage) {
      stage.origin.plan(one, two)
      await stage.line()
      stage.clock.pass(70)
      return [await stage.line(), await stage.line(), stage.origin.seen.length]
    },
  },
  {
    title: 'a response is served stale while it is revalidated, and the next client gets the new one',
    expected: [['200 one', 'hit', '70'], ['200 two', 'hit', '0'], '"1"', 2],
    async play(stage) {
      stage.origin.plan(oneWith('stale-while-revalidate=600'), two)
      await stage.line()
      stage.clock.pass(70)
      const stale = await stage.ask()
      await stage.settle()
      const renewed = await stage.ask()
      return [
        ...[stale, renewed].map(({ line, said, headers }) => [line, said, headers.get('age')]),
        stage.heard('if-none-match'),
        stage.origin.seen.length,
      ]
    },
  },
  {
    title: 'a stale response stands in for an origin that is down, and for one that says 503',
    expected: ['200 one', '200 one', 'rejected'],
    async play(stage) {
      stage.origin.plan(oneWith('stale-if-error=600'), { status: 503, body: 'sorry' }, 'down')
      await stage.line()
      stage.clock.pass(70)
      const lines = [await stage.line(), await stage.line()]
      stage.clock.pass(700)
      return [...lines, await stage.line()]
    },
  },
  {
    title: 'must-revalidate keeps a stale response from standing in',
    expected: 'rejected',
    async play(stage) {
      stage.origin.plan(oneWith('stale-if-error=600, must-revalidate'), 'down')
      await stage.line()
      stage.clock.pass(70)
      return stage.line()
    },
  },
  {
    title: 'a client that asks for no-cache has a fresh response validated',
    expected: ['200 one', '"1"', 2],
    async play(stage) {
      stage.origin.plan({ ...one, headers: fresh }, validated)
      await stage.line()
      const line = await stage.line('/', { headers: { 'Cache-Control': 'no-cache' } })
      return [line, stage.heard('if-none-match'), stage.origin.seen.length]
    },
  },
]
