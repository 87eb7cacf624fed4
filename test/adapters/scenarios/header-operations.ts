import type { PendingRequest } from '@cachechart/core'
import type { Ask } from '../../fixtures/front.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import type { Told } from '../told.ts'
import { fresh, one, oneWith, validated } from './replies.ts'

/** Every kind of operation, for every target; `X-Twice` tells whether they are applied once. */
const marking = (pending: PendingRequest): void => {
  pending.setResponseHeader('X-Any', 'any')
  pending.setResponseHeader('X-Response', 'response', 'response')
  pending.setResponseHeader('X-Error', 'error', 'error')
  pending.appendResponseHeader('X-Twice', '1')
  pending.appendResponseHeader('X-Twice', '2')
  pending.removeResponseHeader('X-Origin')
}

const marksOf = ({ line, headers }: Told): readonly (string | null)[] => [
  line,
  ...['x-any', 'x-response', 'x-error', 'x-twice', 'x-origin'].map((name) => headers.get(name)),
]
const onResponse = ['any', 'response', null, '1, 2', null]
const onError = ['any', null, 'error', '1, 2', null]
const nothing = [null, null, null, null, null]

const secret = { 'X-Origin': 'here' }
const withSecret = { ...one, headers: { ...fresh, ...secret } }

interface Path {
  readonly what: string
  readonly line: string
  /** What happens before the request, without operations. */
  readonly before?: (stage: Stage) => void | Promise<void>
  readonly ask?: Ask
}

const stored = async (stage: Stage, seconds = 0): Promise<void> => {
  const { headers } = oneWith('stale-while-revalidate=20, stale-if-error=600')
  stage.origin.plan({ ...one, headers: { ...headers, ...secret } })
  await stage.line()
  stage.clock.pass(seconds)
}

const paths: readonly Path[] = [
  { what: 'a miss', line: '200 one', before: (stage) => stage.origin.plan(withSecret) },
  { what: 'a hit', line: '200 one', before: stored },
  { what: 'a part of a hit', line: '206 n', before: stored, ask: { headers: { Range: 'bytes=1-1' } } },
  {
    what: 'a 304',
    line: '304',
    async before(stage) {
      await stored(stage)
      stage.origin.plan(validated)
    },
    ask: { headers: { 'If-None-Match': '"1"' } },
  },
  {
    what: 'a stale hit',
    line: '200 one',
    async before(stage) {
      await stored(stage, 70)
      stage.origin.plan(validated)
    },
  },
  {
    what: 'a response that was validated',
    line: '200 one',
    async before(stage) {
      await stored(stage, 100)
      stage.origin.plan(validated)
    },
  },
  {
    what: 'what stands in for an error',
    line: '200 one',
    async before(stage) {
      await stored(stage, 100)
      stage.origin.plan('down')
    },
  },
  {
    what: 'a pass',
    line: '200 one',
    before(stage) {
      stage.says.overrides = { pass: true }
      stage.origin.plan(withSecret)
    },
  },
  {
    what: 'the answer to a POST',
    line: '200 one',
    before: (stage) => stage.origin.plan(withSecret),
    ask: { method: 'POST', body: Buffer.from('hello') },
  },
  {
    what: 'an error of the origin',
    line: '503 sorry',
    before: (stage) => stage.origin.plan({ status: 503, headers: secret, body: 'sorry' }),
  },
]

/** What every request is told by `onSend`. */
export const headerOperations: readonly Scenario[] = [
  ...paths.map(({ what, line, before, ask }): Scenario => ({
    title: `header operations are applied to ${what}, once`,
    expected: [line, ...onResponse],
    async play(stage) {
      await before?.(stage)
      stage.says.onSend = marking
      return marksOf(await stage.ask('/', ask))
    },
  })),
  {
    title: 'header operations are never stored',
    expected: ['200 one', ...nothing.slice(1), 'here'],
    async play(stage) {
      stage.says.onSend = marking
      stage.origin.plan(withSecret)
      await stage.line()
      stage.says.onSend = () => undefined
      return marksOf(await stage.ask())
    },
  },
  {
    title: 'header operations for errors are applied to the 504 of a cache that was asked alone',
    expected: ['504', ...onError],
    async play(stage) {
      stage.says.onSend = marking
      return marksOf(await stage.ask('/', { headers: { 'Cache-Control': 'only-if-cached' } }))
    },
  },
  {
    title: 'header operations for errors are applied to the response that is made of one',
    expected: ['rejected', ...nothing],
    async play(stage) {
      stage.says.onSend = marking
      stage.origin.plan('down')
      return marksOf(await stage.ask())
    },
  },
  {
    title: 'header operations for errors are applied to the response that is made of a hook that fails',
    expected: ['rejected', ...nothing],
    async play(stage) {
      stage.says.onSend = marking
      stage.says.overrides = { beforeSend: () => Promise.reject(new Error('not today')) }
      return marksOf(await stage.ask())
    },
  },
]

/** What a response made of an error is to show, where an adapter makes one. */
export const marksOnError: readonly (string | null)[] = onError
