import { describe, expect, test } from '@jest/globals'
import { createCache } from '../driver/create-cache.ts'
import type { CacheRecord, RecordedStep } from '../engine/record.ts'
import { flightMachine } from '../machine/flight-machine.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { memoryStore } from '../stores/memory-store.ts'
import { fakeBackend } from '../testing/fake-backend.ts'
import { fakeReply } from '../testing/fake-reply.ts'
import { changedMachine } from '../testing/fixtures/changed-machine.ts'
import { createReplayer } from './create-replayer.ts'
import {
  flightStepsOf,
  indexOfFlight,
  indexOfStep,
  recordedScene,
  stepsOf,
  withRecord,
} from '../testing/fixtures/recorded-scene.ts'
import { replay } from './replay.ts'

const scene = await recordedScene()
const [start] = scene
if (start?.kind !== 'start') throw new TypeError('a recording begins with its start')
const steps = stepsOf(scene).length + flightStepsOf(scene).length

/** A hit does not know what to do with what it has found. */
const withoutHits = changedMachine(
  transactionMachine,
  'awaitCache',
  ({ on }) => delete on?.['lookup.staleObliged'],
)

const differenceOf = (records: readonly CacheRecord[]) => replay(records).difference

describe('a recording', () => {
  test('is replayed as it was recorded, transactions and flights', () => {
    expect(replay(scene)).toEqual({
      transactions: 5,
      flights: 2,
      steps,
      incomplete: 0,
      lost: 0,
      different: 0,
      difference: null,
    })
  })

  test('is replayed with what hooks have said of the response before it came', async () => {
    const records: CacheRecord[] = []
    const cache = createCache({
      store: memoryStore(),
      // Nobody would store it, unless somebody says for how long it may be used.
      backend: fakeBackend(() => fakeReply({ status: 302 })),
      onRecord: (record) => void records.push(record),
      overrides: { beforeSend: (request) => request.override({ ttl: 60 }) },
    })
    await cache.handle({ method: 'GET', url: 'https://example.com/', fields: [] })
    await cache.drain()
    expect(replay(records)).toMatchObject({ transactions: 1, incomplete: 0, difference: null })
    const index = indexOfStep(records, 1, 'reply.store')
    expect(differenceOf(withRecord(records, index, { storage: {} }))).toMatchObject({ what: 'event' })
  })

  test.each([
    ['from', { from: 'received' }, 'the recording has it in state "received"; the replay, in "awaitCache"'],
    [
      'event',
      { event: 'lookup.obliged' },
      'the recording concludes "lookup.obliged"; the replay, "lookup.joined"',
    ],
    ['to', { to: 'direct' }, 'the recording leads to state "direct"; the replay, to "awaitFlight"'],
    [
      'effects',
      { effects: [] },
      'the recording orders: none; the replay: deadline.clear, flight.join, deadline.set',
    ],
  ])('in which one step has another %s is told by run, line, transaction and step', (what, change, words) => {
    const index = indexOfStep(scene, 2, 'lookup.joined')
    const result = replay(withRecord(scene, index, change))
    expect(result).toMatchObject({ transactions: 4, flights: 2, incomplete: 0, different: 1 })
    expect(result.difference).toEqual({
      kind: 'transaction',
      run: start.run,
      id: 2,
      line: index + 1,
      step: 2,
      what,
      expected: expect.any(String),
      seen: expect.any(String),
      sentence: `record ${index + 1}: transaction 2, at step 2: ${words}`,
    })
  })

  test.each([
    ['from', { from: 'committing' }],
    ['event', { event: 'reply.failed' }],
    ['to', { to: 'closed' }],
    ['effects', { effects: ['writer.open'] }],
  ])('in which one step of a flight has another %s is told', (what, change) => {
    const index = indexOfFlight(scene, 1, 'reply.store')
    const result = replay(withRecord(scene, index, change))
    const kind = what === 'event' ? 'to' : what
    expect(result).toMatchObject({ transactions: 5, flights: 1, different: 1 })
    expect(result.difference).toMatchObject({ kind: 'flight', id: 1, line: index + 1, step: 4, what: kind })
    expect(result.difference?.sentence).toContain(
      `record ${index + 1}: the flight of transaction 1, at step 4: `,
    )
  })

  test('keeps the first difference of several, and counts each transaction once', () => {
    const first = indexOfStep(scene, 1, 'lookup.obliged')
    const second = indexOfStep(scene, 3, 'lookup.joined')
    const third = indexOfStep(scene, 3, 'flight.shared')
    const change = { to: 'direct' }
    const odd = withRecord(withRecord(withRecord(scene, third, change), second, change), first, change)
    expect(replay(odd)).toMatchObject({
      different: 2,
      transactions: 3,
      difference: { id: 1, line: first + 1 },
    })
  })

  test('tells where the replay does not expect what was recorded', () => {
    const machines = { transaction: withoutHits }
    expect(replay(scene, { machines }).difference).toMatchObject({ id: 4, what: 'illegal' })
    expect(replay(scene, { machines }).difference?.sentence).toMatch(
      /the recording says: event "lookup.staleObliged" leads to state "delivering"; the replay: event "lookup.staleObliged" is illegal in state "awaitCache"/,
    )
    const flight = changedMachine(flightMachine, 'committing', ({ on }) => delete on?.['writer.done'])
    const result = replay(scene, { machines: { flight } })
    expect(result).toMatchObject({ flights: 0, different: 2 })
    expect(result.difference).toMatchObject({ kind: 'flight', id: 1, what: 'illegal' })
  })

  test('of an event that was illegal is right where it still is, and different where it is not', async () => {
    const machines = { transaction: withoutHits }
    const broken = await recordedScene({ machines })
    const [last] = stepsOf(broken).slice(-1)
    expect(last).toMatchObject({ id: 4, from: 'awaitCache', to: 'awaitCache', effects: [] })
    expect(replay(broken, { machines })).toMatchObject({ transactions: 4, incomplete: 0, difference: null })
    expect(replay(broken).difference).toMatchObject({
      what: 'to',
      expected: 'awaitCache',
      seen: 'delivering',
    })
    const index = indexOfStep(broken, 4, 'lookup.staleObliged')
    const odd = withRecord(broken, index, { event: 'lookup.unsatisfied' })
    expect(replay(odd, { machines }).difference).toMatchObject({ what: 'event', seen: 'lookup.staleObliged' })
  })

  test('of a flight whose event was illegal is right where it still is', async () => {
    const flight = changedMachine(flightMachine, 'awaitReply.open', ({ on }) => delete on?.['follower.left'])
    const whole = changedMachine(flight, 'awaitReply', ({ on }) => delete on?.['follower.left'])
    const broken = await recordedScene({ machines: { flight: whole } })
    const index = indexOfFlight(broken, 1, 'follower.left')
    expect(broken[index]).toMatchObject({
      from: 'awaitReply.open',
      to: 'awaitReply.open',
      effects: [],
      follower: 2,
    })
    expect(replay(broken, { machines: { flight: whole } }).difference).toBeNull()
    expect(differenceOf(broken)).toMatchObject({ kind: 'flight', what: 'effects' })
  })

  test('in which a transaction is told what it cannot have been told is different', () => {
    const index = indexOfStep(scene, 4, 'request.lookup')
    const lookup = scene[indexOfStep(scene, 4, 'lookup.staleObliged')] as RecordedStep // found by its kind
    const difference = differenceOf(withRecord(scene, index, { input: lookup.input }))
    expect(difference).toMatchObject({ id: 4, step: 1, what: 'input', expected: 'lookup' })
    expect(difference?.sentence).toContain('the recording has it take "lookup"; the replay cannot: a lookup')
  })

  test('in which a step comes after the end, or is of nobody, is different', () => {
    const last = scene[indexOfStep(scene, 2, 'client.gone')]
    if (last === undefined) throw new TypeError('it is there')
    const doubled = replay([...scene, last])
    expect(doubled).toMatchObject({ transactions: 5, different: 1, incomplete: 0 })
    expect(doubled.difference).toMatchObject({ id: 2, line: scene.length + 1, step: 1, what: 'order' })
    const strange = { ...last, id: 99 } as CacheRecord // the same, of nobody
    expect(differenceOf([...scene, strange])?.sentence).toContain(
      'transaction 99, at step 1: the recording has a step, "client.gone"; no transaction of this number has begun',
    )
    expect(replay([...scene, strange, strange])).toMatchObject({ different: 2 })
  })

  test('in which a transaction begins twice is different', () => {
    const index = scene.findIndex((record) => record.kind === 'begin' && record.id === 3)
    const begin = scene[index]
    if (begin === undefined) throw new TypeError('it is there')
    const result = replay([...scene.slice(0, index + 1), begin, ...scene.slice(index + 1)])
    expect(result).toMatchObject({ transactions: 4, different: 1, incomplete: 0 })
    expect(result.difference).toMatchObject({ id: 3, what: 'order', step: 0, line: index + 2 })
    expect(result.difference?.sentence).toContain('transaction 3, at its beginning: the recording has its')
  })

  test('in which a flight is of nobody, or a follower comes twice or leaves without having come, is different', () => {
    const joined = indexOfFlight(scene, 1, 'follower.joined')
    expect(differenceOf(withRecord(scene, joined, { leader: 99 }))).toMatchObject({ id: 2, what: 'leader' })
    const record = scene[joined]
    if (record === undefined) throw new TypeError('it is there')
    const nobodys = { ...record, leader: 99 } as CacheRecord // the same, of nobody
    expect(differenceOf([...scene, nobodys])).toMatchObject({ kind: 'flight', id: 99, what: 'order' })
    const twice = [...scene.slice(0, joined + 1), record, ...scene.slice(joined + 1)]
    expect(differenceOf(twice)?.sentence).toContain(
      '"follower.joined" of transaction 2; transaction 2 waits for it',
    )
    const left = indexOfFlight(scene, 1, 'follower.left')
    expect(differenceOf(withRecord(scene, left, { follower: 9 }))?.sentence).toContain('does not wait for it')
  })

  test('in which a follower says that it joins another than it does is different', () => {
    const index = indexOfStep(scene, 3, 'lookup.joined')
    const difference = differenceOf(withRecord(scene, index, { leader: 2 }))
    expect(difference).toMatchObject({ id: 3, step: 2, what: 'leader' })
    expect(difference?.sentence).toContain(
      'the recording has it join transaction 2; it is transaction 1 that gets it as a follower',
    )
  })

  test('in which no flight gets the follower that says it joins is different', () => {
    const index = scene.findIndex((record) => record.kind === 'flight' && record.follower === 3)
    const missing = differenceOf(scene.toSpliced(index, 1))
    expect(missing).toMatchObject({ id: 3, step: 3, what: 'leader' })
    expect(missing?.sentence).toContain('it join transaction 1; its flight does not get it as a follower')
    expect(differenceOf(withRecord(scene, index, { follower: 1_000 }))).toMatchObject({
      id: 3,
      what: 'leader',
    })
  })
})

describe('a recording that has not everything', () => {
  const cut = indexOfStep(scene, 1, 'lookup.obliged')

  test('because it ends early has incomplete transactions, and no different ones', () => {
    const early = replay(scene.slice(0, indexOfStep(scene, 3, 'lookup.joined')))
    expect(early).toMatchObject({ transactions: 0, incomplete: 3, difference: null })
  })

  test('because it begins late counts what it does not know as incomplete, and replays the rest', () => {
    const late = replay([start, ...scene.slice(cut + 1)])
    expect(late).toMatchObject({ transactions: 4, flights: 2, incomplete: 1, difference: null })
  })

  test('because its file goes on in the next one, which begins with the same start, is one recording', () => {
    const both = [...scene.slice(0, cut), start, ...scene.slice(cut)]
    expect(replay(both)).toEqual(replay(scene))
  })

  test('because records were lost is incomplete where they are missing, and says how many they were', () => {
    const loss: CacheRecord = { kind: 'loss', at: 0, count: 2 }
    for (let index = 1; index + 2 <= scene.length; index += 1) {
      const result = replay([...scene.slice(0, index), loss, ...scene.slice(index + 2)])
      expect(result).toMatchObject({ lost: 2, difference: null })
      expect(result.transactions).toBeGreaterThanOrEqual(3)
    }
  })

  test('because nobody knows under which policy it was made has only incomplete transactions', () => {
    expect(replay(scene.slice(1))).toMatchObject({ transactions: 0, incomplete: 5, difference: null })
  })

  test('ends where another cache begins to record, whose numbers are its own', () => {
    const other = { ...start, run: 'another' }
    const result = replay([...scene.slice(0, cut), other, ...scene.slice(1)])
    expect(result).toMatchObject({ transactions: 5, incomplete: 1, difference: null })
    const odd = withRecord([other, ...scene.slice(1)], cut, { to: 'direct' })
    expect(replay([...scene, ...odd]).difference).toMatchObject({ run: 'another', id: 1 })
  })

  test('because too much was open at the same time gives up the oldest, and stays bounded', () => {
    expect(replay(scene, { limit: 1 })).toMatchObject({ different: 0, transactions: 0 })
    const result = replay(scene, { limit: 2 })
    expect(result).toMatchObject({ different: 0 })
    expect(result.incomplete).toBeGreaterThan(0)
    expect(result.transactions).toBeGreaterThan(0)
    expect(replay(scene, { limit: 3 })).toMatchObject({ transactions: 5, incomplete: 0 })
  })

  test('because too many flights were under way does not know any more how the oldest began', () => {
    const begins = scene.filter(({ kind }) => kind === 'start' || kind === 'begin')
    const joined = scene[indexOfFlight(scene, 1, 'follower.joined')]
    const left = scene[indexOfFlight(scene, 1, 'follower.left')]
    if (joined?.kind !== 'flight' || left?.kind !== 'flight') throw new TypeError('they are there')
    const fenced = { ...left, from: 'awaitReply.fenced', to: 'awaitReply.fenced' } as const
    const flights = [
      joined,
      { ...joined, leader: 2, follower: 3 },
      fenced,
      { ...left, leader: 2, follower: 3 },
    ]
    expect(replay([...begins, ...flights], { limit: 1 })).toMatchObject({ different: 0, steps: 4 })
    expect(replay([...begins, ...flights])).toMatchObject({ different: 1, steps: 3 })
  })
})

describe('a replayer', () => {
  test('tells lines as it is told them, and counts on from there', () => {
    const index = indexOfStep(scene, 2, 'lookup.joined')
    const replayer = createReplayer()
    for (const [at, record] of withRecord(scene, index, { to: 'direct' }).entries()) {
      if (at === 0) replayer.take(record, 100)
      else replayer.take(record)
    }
    expect(replayer.end().difference).toMatchObject({ line: 100 + index })
  })

  test('shows what another policy would have decided', () => {
    expect(replay(scene, { policy: { shared: true, name: undefined } as never }).difference).toBeNull()
    const cookies = replay(scene, { policy: { onStoreFailure: 'fail', key: () => 'another' } })
    expect(cookies.difference).toBeNull()
    const refusing = withRecord(scene, indexOfStep(scene, 1, 'reply.store'), {
      input: {
        type: 'reply',
        reply: { status: 200, reason: '', fields: ['Cache-Control', 'max-age=1', 'Set-Cookie', 'id=1'] },
      },
    })
    expect(differenceOf(refusing)).toMatchObject({ what: 'event', id: 1 })
    expect(replay(refusing, { policy: { setCookie: 'store' } }).difference).toBeNull()
  })

  test('refuses a policy, and a machine, that makes no sense before anything comes', () => {
    expect(() => createReplayer({ policy: { heuristicFraction: 2 } })).toThrow(RangeError)
    const odd = changedMachine(transactionMachine, 'failed', (state) => void (state.on = { x: {} }))
    expect(() => createReplayer({ machines: { transaction: odd } })).toThrow('"failed"')
  })
})
