import type { Candidate } from '@cachechart/core'
import type { Scenario } from '../scenario.ts'
import { one, oneWith, two, validated } from './replies.ts'

const fails = () => Promise.reject(new Error('not today'))

async function* loud(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of body) yield Buffer.from(Buffer.from(piece).toString().toUpperCase())
}

/** Code that runs on the way to the origin and back. */
export const hooking: readonly Scenario[] = [
  {
    title: 'beforeSend says more to the origin, and not where the answer is stored',
    expected: ['yes', 1],
    async play(stage) {
      let runs = 0
      stage.says.overrides = {
        beforeSend: async (request) => {
          await Promise.resolve()
          request.setHeader('X-Before', 'yes')
          runs += 1
        },
      }
      stage.origin.plan(one)
      await stage.line()
      await stage.line()
      return [stage.heard('x-before'), runs]
    },
  },
  {
    title: 'beforeSend may ask for something else, under the key that was asked for',
    expected: ['200 one', '200 one', ['GET /else']],
    async play(stage) {
      stage.says.overrides = {
        beforeSend: (request) => {
          request.url = new URL('/else', request.url).href
        },
      }
      stage.origin.plan(one)
      return [await stage.line('/asked'), await stage.line('/asked'), stage.asked()]
    },
  },
  {
    title: 'beforeSend runs for a refresh in the background',
    expected: ['200 one', '200 one', ['yes', 'yes']],
    async play(stage) {
      stage.says.overrides = {
        beforeSend: (request) => {
          request.setHeader('X-Before', 'yes')
        },
      }
      stage.origin.plan(oneWith('stale-while-revalidate=600'), validated)
      const first = await stage.line()
      stage.clock.pass(70)
      const stale = await stage.line()
      await stage.settle()
      return [first, stale, stage.origin.seen.map(({ headers }) => headers.get('x-before'))]
    },
  },
  {
    title: 'afterSend changes head, lifetime and body of what is stored, and of what is handed on',
    expected: [['203 ONE', 'changed', null], ['203 ONE', 'changed', null], '203 TWO'],
    async play(stage) {
      stage.says.overrides = {
        afterSend: async (candidate: Candidate) => {
          await Promise.resolve()
          candidate.status = 203
          candidate.setHeader('X-After', 'changed')
          candidate.removeHeader('X-Origin')
          candidate.ttl = 10
          candidate.transformBody(loud)
        },
      }
      stage.origin.plan({ ...one, headers: { ...one.headers, 'X-Origin': 'here' } }, two)
      const both = [await stage.ask(), await stage.ask()]
      stage.clock.pass(10)
      return [
        ...both.map(({ line, headers }) => [line, headers.get('x-after'), headers.get('x-origin')]),
        await stage.line(),
      ]
    },
  },
  ...(['doNotStore', 'recordUncacheable'] as const).map((action): Scenario => ({
    title: `afterSend may keep a response from being stored: ${action}`,
    expected: ['200 one', '200 two'],
    async play(stage) {
      stage.says.overrides = {
        afterSend: (candidate) => {
          candidate.action = action
        },
      }
      stage.origin.plan(one, two)
      return [await stage.line(), await stage.line()]
    },
  })),
  {
    title: 'afterSend may have a response stored that would not be',
    expected: ['200 one', 'hit'],
    async play(stage) {
      stage.says.overrides = {
        afterSend: (candidate) => {
          candidate.action = 'insert'
          candidate.ttl = 30
        },
      }
      stage.origin.plan({ headers: { 'Cache-Control': 'private' }, body: 'one' })
      return [await stage.line(), (await stage.ask()).said]
    },
  },
  ...(['beforeSend', 'afterSend'] as const).map((hook): Scenario => ({
    title: `${hook} that fails is an error, and nothing is stored`,
    expected: ['rejected', '200 two'],
    async play(stage) {
      stage.says.overrides = { [hook]: fails }
      stage.origin.plan(...(hook === 'afterSend' ? [one] : []), two)
      const failed = await stage.line()
      stage.says.overrides = {}
      return [failed, await stage.line()]
    },
  })),
  ...(['beforeSend', 'afterSend'] as const).map((hook): Scenario => ({
    title: `a stale response stands in where ${hook} fails`,
    expected: '200 one',
    async play(stage) {
      stage.origin.plan(oneWith('stale-if-error=600'), two)
      await stage.line()
      stage.clock.pass(70)
      stage.says.overrides = { [hook]: fails }
      return stage.line()
    },
  })),
  {
    title: 'onDirect, and no other hook, sees a request that passes',
    expected: ['200 one', 'yes', null],
    async play(stage) {
      stage.says.overrides = {
        pass: true,
        onDirect: (request) => {
          request.setHeader('X-Direct', 'yes')
        },
        beforeSend: (request) => {
          request.setHeader('X-Before', 'yes')
        },
        afterSend: fails,
      }
      stage.origin.plan(one)
      return [await stage.line(), stage.heard('x-direct'), stage.heard('x-before')]
    },
  },
  {
    title: 'onDirect that fails is an error',
    expected: ['rejected', 0],
    async play(stage) {
      stage.says.overrides = { pass: true, onDirect: fails }
      return [await stage.line(), stage.origin.seen.length]
    },
  },
]
