import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { advance } from './advance.ts'
import { Engine, type EngineOptions } from './engine.ts'
import type { Input } from './input.ts'
import { IllegalEventError } from './step.ts'
import { outgoingRequest } from './outgoing-request.ts'
import type { Transaction } from './transaction.ts'

const options: EngineOptions = {
  policy: undefined,
  rules: { onTimeout: 'stale', leaderLeaves: 'finish' },
  interpreter: 'table',
  inspect: undefined,
}
const request = { method: 'GET', url: 'http://example.com/a#top', fields: ['Authorization', 'Basic x'] }
const birth = { id: 7, now: 1_000 }

describe('an engine', () => {
  test('makes one policy of the options, for all of its transactions', () => {
    const engine = new Engine({ ...options, policy: { name: 'edge' } })
    expect(engine.policy).toMatchObject({ name: 'edge', shared: true })
    expect(engine.begin(request, { mode: 'default' }, birth).policy).toBe(engine.policy)
  })

  test('refuses a policy that makes no sense', () => {
    expect(() => new Engine({ ...options, policy: { staleIfError: -1 } })).toThrow(RangeError)
  })

  test('begins a transaction of the client, under the key of its request', () => {
    const transaction = new Engine(options).begin(request, { mode: 'no-cache' }, birth)
    expect(transaction).toMatchObject({ request, mode: 'no-cache', facts: null, stored: null, reason: null })
    expect(transaction).toMatchObject({ ask: 'plain', requestTime: 0 })
    expect(transaction.state.name).toBe('received')
    expect(transaction.history.toTrace()).toEqual({
      id: 7,
      role: 'client',
      method: 'GET',
      key: 'http://example.com/a',
      startedAt: 1_000,
      state: 'received',
      history: [],
      dropped: 0,
    })
  })
})

describe('a rehearsal', () => {
  test('is a transaction as any other, under the same key, of which no inspector is told', () => {
    const inspected: unknown[] = []
    const inspect = (event: unknown): void => void inspected.push(event)
    const engine = new Engine({ ...options, interpreter: 'xstate', inspect })
    const transaction = engine.rehearse(request, { mode: 'no-cache' }, 1_000)
    expect(transaction).toMatchObject({ request, mode: 'no-cache', policy: engine.policy })
    expect(transaction.history).toMatchObject({ id: 0, role: 'client', key: 'http://example.com/a' })
    expect(engine.rehearse(request, { mode: 'default', key: 'k' }, 1_000).history.key).toBe('k')
    advance(transaction, { type: 'request' }, 1_000)
    expect([transaction.state.name, inspected]).toEqual(['awaitCache', []])
  })
})

const stored = sampleResponse({ etag: '"stored"' })

const staleServed = (engine: Engine, method: string): Transaction => {
  const stale = engine.begin({ ...request, method }, { mode: 'force-cache' }, birth)
  advance(stale, { type: 'request' }, 1_001)
  advance(
    stale,
    { type: 'lookup', stored, variants: 'some', refresh: 'taken', flight: 'none', mark: 'none' },
    1_002,
  )
  return stale
}

describe.each(['GET', 'HEAD'])('a refresh after a %s', (method) => {
  const engine = new Engine(options)
  const refresh = engine.beginRefresh(staleServed(engine, method), { id: 8, now: 2_000 })

  test('is a transaction of its own: in the background, for the whole response, under the same key', () => {
    expect(refresh).toMatchObject({ mode: 'default', stored, reason: 'stale', request: { method: 'GET' } })
    expect(refresh.facts).toMatchObject({ method: 'GET', hasAuthorization: true })
    expect(refresh.history.toTrace()).toEqual({
      id: 8,
      role: 'background',
      method: 'GET',
      key: 'http://example.com/a',
      startedAt: 2_000,
      state: 'received',
      history: [],
      dropped: 0,
    })
  })

  test('validates what was served', () => {
    advance(refresh, { type: 'refresh' }, 2_001)
    expect(outgoingRequest(refresh, 'backend.send')).toMatchObject({
      method: 'GET',
      fields: ['Authorization', 'Basic x', 'If-None-Match', '"stored"'],
    })
  })
})

const story: readonly Input[] = [
  { type: 'request' },
  { type: 'lookup', stored: null, variants: 'none', refresh: 'taken', flight: 'none', mark: 'none' },
  { type: 'bodyDone' },
  { type: 'reply', reply: { status: 200, reason: 'OK', fields: ['Cache-Control', 'max-age=60'] } },
  { type: 'deadline', after: 60_000, of: 'own' },
  { type: 'clientGone', others: 0 },
]

/** All that an interpreter makes of the story: verdicts, effects, refusals, and what is remembered. */
const told = (interpreter: EngineOptions['interpreter']) => {
  const transaction = new Engine({ ...options, interpreter }).begin(request, { mode: 'default' }, birth)
  const steps = story.map((input, index) => {
    try {
      const { verdict, edge } = advance(transaction, input, 1_000 + index)
      return { verdict, effects: edge.effects, to: edge.target.name }
    } catch (error) {
      if (!(error instanceof IllegalEventError)) throw error
      return { refused: error.message }
    }
  })
  const { facts, reason, ask, history } = transaction
  return { steps, facts, reason, ask, trace: history.toTrace() }
}

describe('the two interpreters', () => {
  test('make the same of a story, refusals among its steps, and remember the same', () => {
    expect(told('xstate')).toEqual(told('table'))
    expect(told('table').steps).toMatchObject([
      { to: 'awaitCache' },
      { to: 'awaitBackend.attached' },
      { refused: expect.stringContaining('"delivery.done" is illegal in state "awaitBackend.attached"') },
      { to: 'delivering' },
      { to: 'failed' },
      { refused: expect.stringContaining('the state is final') },
    ])
  })

  test('differ in what can be seen of them: only actors are inspected', () => {
    const seen: string[] = []
    const inspect = () => void seen.push('event')
    new Engine({ ...options, interpreter: 'table', inspect }).begin(request, { mode: 'default' }, birth)
    expect(seen).toEqual([])
    new Engine({ ...options, interpreter: 'xstate', inspect }).begin(request, { mode: 'default' }, birth)
    expect(seen.length).toBeGreaterThan(0)
  })
})

describe('a wish', () => {
  const rules = { onTimeout: 'fail', leaderLeaves: 'stop' } as const

  test('for another key names the target URI, which the key does not say', () => {
    const engine = new Engine(options)
    const named = engine.begin(request, { mode: 'default', key: 'k' }, birth)
    expect([named.history.key, named.namedUrl]).toEqual(['k', 'http://example.com/a'])
    expect(engine.begin(request, { mode: 'default' }, birth).namedUrl).toBeNull()
    const custom = new Engine({ ...options, policy: { key: ({ method }) => method } })
    const made = custom.begin(request, { mode: 'default' }, birth)
    expect([made.history.key, made.namedUrl]).toEqual(['GET', 'http://example.com/a'])
  })

  test('goes along with the refresh that it leads to', () => {
    const engine = new Engine({ ...options, policy: { key: ({ method }) => method } })
    const wish = { mode: 'force-cache', key: 'k', rules, storage: { ttl: 5 }, range: 'dropped' } as const
    const stale = engine.begin(request, wish, birth)
    stale.stored = stored
    const refresh = engine.beginRefresh(stale, birth)
    expect(refresh).toMatchObject({ mode: 'default', rules, storage: { ttl: 5 }, range: 'dropped' })
    expect([refresh.history.key, refresh.namedUrl]).toEqual(['k', 'http://example.com/a'])
    const usual = new Engine(options).beginRefresh(staleServed(new Engine(options), 'GET'), birth)
    expect([usual.history.key, usual.namedUrl]).toEqual(['http://example.com/a', null])
  })
})
