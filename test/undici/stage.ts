import { deepEqual } from 'node:assert/strict'
import { afterEach } from '@jest/globals'
import {
  cacheInterceptor,
  type CacheInterceptor,
  type CacheInterceptorOptions,
} from '@cachechart/adapters/undici'
import { systemClock, type Clock } from '@cachechart/core'
import * as undici8 from 'undici'
import * as undici7 from 'undici7'
import { startOrigin, type Handler, type Origin } from '../fetch/loopback-origin.ts'

export type { Handler }
export type Undici = typeof undici8
export type Dispatcher = undici8.Dispatcher
export type Interceptor = undici8.Dispatcher.DispatcherComposeInterceptor

/** Both are asked in the same words; where their types differ, that is not what is tested. */
export const undicis: readonly (readonly [string, Undici])[] = [
  ['undici 8', undici8],
  ['undici 7', undici7 as unknown as Undici],
]

/** An origin, an agent with an empty cache before it, and a clock that can be put forward. */
export interface Stage {
  readonly origin: Origin
  readonly interceptor: CacheInterceptor
  readonly agent: Dispatcher
  /** Puts the cache's clock forward by so many seconds. */
  readonly pass: (seconds: number) => void
}

/** What stands around the cache. */
export interface Around {
  /** Composed before the cache: nearer to the origin. */
  readonly below?: readonly Interceptor[]
  /** Composed after it: nearer to the caller. */
  readonly above?: readonly Interceptor[]
  readonly agent?: undici8.Agent.Options
}

let open: { readonly stage: Stage; readonly base: Dispatcher }[] = []

/** After each test nothing may be left in any cache that it used. */
afterEach(async () => {
  const stages = open
  open = []
  for (const { stage, base } of stages) {
    const { cache } = stage.interceptor
    try {
      const { stopped } = await cache.drain({ timeout: 2_000 })
      const { leaks, ...owed } = cache.ledger()
      deepEqual([stopped, cache.inFlight(), cache.tolerated().run, leaks], [0, [], 0, 0])
      for (const { taken, discharged } of Object.values(owed)) deepEqual(discharged, taken)
    } finally {
      await base.destroy()
      await stage.origin.close()
    }
  }
})

export async function setUp(
  { Agent }: Undici,
  handler: Handler,
  { above = [], below = [], agent: agentOptions, ...options }: CacheInterceptorOptions & Around = {},
): Promise<Stage> {
  let ahead = 0
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead }
  const origin = await startOrigin((request, response) => {
    response.setHeader('date', new Date(clock.now()).toUTCString()) // one clock for both
    handler(request, response)
  })
  const interceptor = cacheInterceptor({ clock, ...options })
  const base = new Agent(agentOptions)
  const agent = base.compose(...below, interceptor, ...above)
  const pass = (seconds: number): void => {
    ahead += seconds * 1000
  }
  const stage: Stage = { origin, interceptor, agent, pass }
  open.push({ stage, base })
  return stage
}

/** Answers everything with a body that says what was asked for, fresh for a minute. */
export const fresh: Handler = (request, response) => {
  response.setHeader('cache-control', 'max-age=60')
  response.end(`${request.method ?? ''} ${request.url ?? ''}`)
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

type Ask = Partial<Parameters<Dispatcher['request']>[0]>

/** Asks for a path of the stage's origin, and reads the body. */
export async function ask({ agent, origin }: Stage, path = '/', options: Ask = {}): Promise<Answer> {
  const { statusCode, headers, body } = await agent.request({
    origin: origin.url(''),
    path,
    method: 'GET',
    ...options,
  })
  return { status: statusCode, headers, text: await body.text() }
}

/** What `Cache-Status` says of the cache's part in it. */
export const saidBy = ({ headers }: Answer): string =>
  String(headers['cache-status'])
    .replace(/^cachechart; /, '')
    .replace(/; ttl=-?\d+/, '')
