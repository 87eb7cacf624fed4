import { describe, expect, test } from '@jest/globals'
import type { CacheRecord, RecordedStep } from '../engine/record.ts'
import { fieldValue } from '../http/field-lines.ts'
import { flightMachine } from '../machine/flight-machine.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { memoryStore } from '../stores/memory-store.ts'
import { fakeBackend } from '../testing/fake-backend.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { fakeReply } from '../testing/fake-reply.ts'
import { changedMachine, edgeAt } from '../testing/fixtures/changed-machine.ts'
import type { CacheOptions } from './cache-api.ts'
import { createCache } from './create-cache.ts'

const request = { method: 'GET', url: 'https://example.com/', fields: [] }
const fresh = ['Cache-Control', 'max-age=60']

/** A cache whose origin answers at once, and what it records. */
const recorded = (options: Partial<CacheOptions> = {}) => {
  const records: CacheRecord[] = []
  const clock = fakeClock()
  const backend = fakeBackend(() => fakeReply({ fields: fresh }, 'hello'))
  const onRecord = (record: CacheRecord): void => void records.push(record)
  const cache = createCache({ store: memoryStore(), backend, clock, onRecord, ...options })
  return { cache, records, clock, backend, steps: () => records.filter((record) => record.kind === 'step') }
}

const replyOf = (steps: readonly RecordedStep[]): RecordedStep | undefined =>
  steps.find(({ input }) => input.type === 'reply')

describe('a recording', () => {
  test('begins with the cache: which one it is, and its policy with every choice made', () => {
    const { records } = recorded({
      policy: { shared: false, staleIfError: Infinity, key: { sortQuery: true } },
    })
    expect(records).toEqual([
      {
        kind: 'start',
        format: 'cachechart',
        version: 1,
        at: fakeClock().now(),
        run: expect.stringMatching(/^[0-9a-f-]{36}$/),
        policy: {
          shared: false,
          name: 'cachechart',
          heuristicFraction: 0.1,
          heuristicMaximum: 86_400,
          staleIfError: Number.MAX_SAFE_INTEGER,
          staleWhileRevalidate: 0,
          errorStatuses: [500, 502, 503, 504],
          targets: [],
          setCookie: 'refuse',
          onStoreFailure: 'pass',
          isKeyedByUrl: true,
        },
      },
    ])
    expect(recorded().records[0]).not.toMatchObject({ run: records[0]?.kind === 'start' && records[0].run })
  })

  test('has the beginning of each transaction before anything of it has happened', async () => {
    const { cache, records } = recorded({
      onSend: (pending) => pending.cancel(),
      abort: { leader: { awaitBackend: 'stop' } },
    })
    const overrides = {
      ttl: Infinity,
      staleIfError: -0,
      maxAge: undefined,
      surrogateKeys: ['a'],
      cacheKey: 'own',
    }
    await expect(cache.handle(request, overrides)).rejects.toThrow('cancelled')
    expect(records[1]).toStrictEqual({
      kind: 'begin',
      id: 1,
      at: fakeClock().now(),
      role: 'client',
      ...request,
      key: 'own',
      namedUrl: 'https://example.com/',
      mode: 'default',
      range: 'kept',
      rules: { onTimeout: 'stale', leaderLeaves: 'stop' },
      storage: { ttl: Number.MAX_SAFE_INTEGER, staleIfError: 0, surrogateKeys: ['a'] },
    })
    expect(records.slice(2).map((record) => record.kind === 'step' && record.event)).toEqual(['client.gone'])
  })

  test('has each step before what follows from it', async () => {
    const events: string[] = []
    const { cache } = recorded({
      onRecord: (record) => void (record.kind === 'step' && events.push(record.event)),
      backend: { send: () => (events.push('sent'), fakeReply({ fields: fresh }, 'hello')) },
      onTransition: ({ event }) => void events.push(`told: ${event}`),
    })
    await cache.handle(request)
    expect(events.slice(2, 6)).toEqual(['lookup.obliged', 'told: lookup.obliged', 'sent', 'reply.store'])
  })

  test('has with the reply when the request went out, and what a hook said of it, where that is news', async () => {
    const { cache, steps, clock } = recorded()
    await cache.handle(request, { ttl: 1 })
    expect(replyOf(steps())).toMatchObject({ requestTime: clock.now() })
    expect(replyOf(steps())).not.toHaveProperty('storage')
    const hooked = recorded()
    await hooked.cache.handle(request, {
      ttl: 1,
      beforeSend: (outgoing) => {
        hooked.clock.advance(70)
        outgoing.override({ ttl: 5 })
      },
    })
    expect(replyOf(hooked.steps())).toMatchObject({ requestTime: hooked.clock.now(), storage: { ttl: 5 } })
    const [, ...later] = hooked.steps().filter((step) => 'requestTime' in step || 'storage' in step)
    expect(later).toEqual([])
  })

  test('has what began a refresh, with the storage that a hook has given to that', async () => {
    const { cache, records, clock } = recorded({
      overrides: {
        beforeSend: (outgoing) => outgoing.override({ ttl: 1, staleWhileRevalidate: 60 }),
      },
    })
    await cache.handle(request)
    clock.advance(5_000)
    await cache.handle(request)
    await cache.drain()
    const begin = records.find((record) => record.kind === 'begin' && record.role === 'background')
    expect(begin).toMatchObject({
      id: 3,
      method: 'GET',
      refreshOf: { transaction: 2, reason: 'stale', stored: { status: 200, lifetime: 1 } },
    })
  })

  test('has the head of a reply alone, and with it what a hook has decided', async () => {
    const { cache, steps } = recorded()
    await cache.handle(request, {
      afterSend: (candidate) => {
        candidate.ttl = 7
        candidate.action = 'doNotStore'
      },
    })
    expect(replyOf(steps())?.input).toStrictEqual({
      type: 'reply',
      reply: { status: 200, reason: '', fields: fresh },
      overrides: { ttl: 7 },
      action: 'doNotStore',
    })
  })

  test('has whom a follower follows, and the steps of flights with their followers', async () => {
    const backend = fakeBackend()
    const { cache, records } = recorded({ backend })
    const first = cache.send(request)
    cache.send(request).cancel()
    backend.reply({ fields: fresh }, 'hello')
    await first.wait()
    await cache.drain()
    expect(
      records.find((record) => record.kind === 'step' && record.event === 'lookup.joined'),
    ).toMatchObject({
      id: 2,
      leader: 1,
    })
    expect(records.filter(({ kind }) => kind === 'flight').slice(0, 2)).toMatchObject([
      { leader: 1, event: 'follower.joined', effects: ['follower.park'], follower: 2 },
      { leader: 1, event: 'follower.left', effects: ['follower.release'], follower: 2 },
    ])
  })
})

describe('an event that is illegal', () => {
  test('is recorded as a step that leads nowhere and orders nothing', async () => {
    const transaction = changedMachine(
      transactionMachine,
      'awaitCache',
      ({ on }) => delete on?.['lookup.obliged'],
    )
    const { cache, steps } = recorded({ machines: { transaction } })
    await expect(cache.handle(request)).rejects.toMatchObject({ code: 'ERR_ILLEGAL_EVENT' })
    expect(steps().at(-1)).toMatchObject({
      input: { type: 'lookup', stored: null },
      event: 'lookup.obliged',
      from: 'awaitCache',
      to: 'awaitCache',
      effects: [],
    })
  })

  test('is recorded for flights in the same way', async () => {
    const flight = changedMachine(flightMachine, 'streaming.open', ({ on }) => delete on?.['body.done'])
    const whole = changedMachine(flight, 'streaming', ({ on }) => delete on?.['body.done'])
    const { cache, records } = recorded({ machines: { flight: whole } })
    await cache.handle(request).catch(() => 'it has broken off')
    expect(records.find((record) => record.kind === 'flight' && record.event === 'body.done')).toMatchObject({
      from: 'streaming.open',
      to: 'streaming.open',
      effects: [],
    })
  })

  test('is not recorded where there is no event, as the input made no sense', async () => {
    const transaction = changedMachine(transactionMachine, 'received', (state) => {
      edgeAt(state, 'request.pass').target = 'awaitCache'
      edgeAt(state, 'request.pass').actions = ['cache.lookup']
    })
    const { cache, steps } = recorded({ machines: { transaction } })
    await expect(cache.handle(request, { pass: true })).rejects.toThrow(TypeError)
    expect(steps().map(({ event }) => event)).toEqual(['request.pass'])
  })
})

describe('a listener', () => {
  test('that throws is tolerated, and counted', async () => {
    const { cache } = recorded({
      onRecord: () => {
        throw new Error('the disk is full')
      },
    })
    expect(cache.tolerated().observe).toBe(1)
    const { status } = await cache.handle(request)
    expect(status).toBe(200)
    expect(cache.tolerated().observe).toBeGreaterThan(4)
  })

  test('may do what it likes with a record: nothing of the cache is in it', async () => {
    const spoil = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [name, member] of Object.entries(value)) {
        spoil(member)
        Reflect.set(value, name, 'spoilt')
      }
    }
    const { cache, clock } = recorded({ onRecord: spoil })
    const fields = ['Accept-Language', 'de']
    const wishes = { surrogateKeys: ['a'], vary: ['Accept-Language'] }
    await cache.handle({ ...request, fields }, wishes)
    clock.advance(1_000)
    const { status, fields: answered } = await cache.handle({ ...request, fields }, wishes)
    expect(status).toBe(200)
    expect(fieldValue(answered, 'cache-status')).toContain('hit')
    expect([fields, wishes]).toEqual([
      ['Accept-Language', 'de'],
      { surrogateKeys: ['a'], vary: ['Accept-Language'] },
    ])
    expect(cache.ledger().leaks).toBe(0)
  })
})
