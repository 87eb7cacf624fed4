import { describe, expect, test } from '@jest/globals'
import { createCache, flightMachine, transactionMachine, type CacheRecord } from '@cachechart/core'
import { fakeBackend, fakeBody, fakeClock, fakeReply, fakeStore } from '@cachechart/core/testing'
import type { OverlayMark } from '../overlay.ts'
import { toDiagram } from '../to-diagram.ts'
import { flightOverlay } from './flight-overlay.ts'
import { traceOverlay } from './trace-overlay.ts'
import { transactionOverlay } from './transaction-overlay.ts'

const transactions = toDiagram(transactionMachine)
const flights = toDiagram(flightMachine)

const notesOf = (marks: ReadonlyMap<string, OverlayMark>): string[] =>
  [...marks].map(([id, { note }]) => `${id} | ${note}`)

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}

const page = { method: 'GET', url: 'http://origin.example/page', fields: [] }

/** A leader asks, a follower joins it 20 ms later, and the origin answers after 300 ms, with a body that takes 50. */
const stampede = async () => {
  const records: CacheRecord[] = []
  const [clock, backend, body] = [fakeClock(), fakeBackend(), fakeBody()]
  const onRecord = (record: CacheRecord): void => void records.push(record)
  const cache = createCache({ store: fakeStore(), backend, clock, random: () => 0.5, onRecord })
  const read = async (pending: ReturnType<typeof cache.send>): Promise<void> => {
    const { body: bytes } = await pending.wait()
    for await (const _ of bytes) continue
  }
  const leader = read(cache.send(page))
  await turns()
  clock.advance(20)
  const follower = read(cache.send(page))
  await turns()
  clock.advance(280)
  backend.calls[0]?.answer(fakeReply({ fields: ['Cache-Control', 'max-age=60'] }, body))
  await turns()
  body.push('all of it')
  clock.advance(50)
  body.end()
  await Promise.all([leader, follower])
  await turns()
  return { records, cache }
}

const told = await stampede()

describe('the overlay of a recorded transaction', () => {
  test('shows the way of a leader', () => {
    const overlay = transactionOverlay(transactions, told.records, { id: 1 })
    expect(overlay.title).toBe('Transaction 1, GET http://origin.example/page: 4 steps in 350 ms')
    expect(notesOf(overlay.edges)).toEqual([
      'received:request.lookup:0 | #1 +0 ms',
      'awaitCache:lookup.obliged:0 | #2 +0 ms',
      'awaitBackend.attached:reply.store:0 | #3 +300 ms',
      'delivering:delivery.done:0 | #4 +350 ms',
    ])
  })

  test('shows how long a follower has waited for it', () => {
    const overlay = transactionOverlay(transactions, told.records, { id: 2 })
    expect(overlay.states.get('awaitFlight')).toEqual({ tone: 'walked', note: '280 ms' })
    expect(overlay.edges.get('awaitFlight:flight.shared:0')?.note).toBe('#3 +280 ms')
  })

  test('is that of what the cache remembers of it', () => {
    for (const trace of told.cache.traces()) {
      const { title, ...overlay } = transactionOverlay(transactions, told.records, { id: trace.id })
      expect(traceOverlay(transactions, trace)).toEqual({ title, ...overlay })
    }
    expect(told.cache.traces()).toHaveLength(2)
  })

  test('is there for one of which the cache has forgotten the first steps', () => {
    const whole = told.cache.traces().filter(({ id }) => id === 1)
    const [overlay] = whole
      .map((trace) => ({ ...trace, history: trace.history.slice(1), dropped: 1 }))
      .map((trace) => traceOverlay(transactions, trace))
    expect(overlay?.title).toMatch(/: 2 steps in 350 ms; the first 2 are not known$/)
    expect(notesOf(overlay?.edges ?? new Map())[0]).toBe('awaitBackend.attached:reply.store:0 | #3 +300 ms')
  })

  test('says of one that is still in flight for how long it has been there', () => {
    const [clock, backend] = [fakeClock(), fakeBackend()]
    const cache = createCache({ store: fakeStore(), backend, clock, random: () => 0.5 })
    void cache.send(page)
    clock.advance(5_000)
    const notes = cache
      .inFlight()
      .map((open) => traceOverlay(transactions, open).states.get(open.state)?.note)
    expect(notes).toEqual(['still here: 5 s'])
  })

  test('is there for one whose beginning is not recorded', () => {
    const later = told.records.filter(({ kind }) => kind !== 'begin').slice(3)
    const { title } = transactionOverlay(transactions, later, { id: 1 })
    expect(title).toBe('Transaction 1: 2 steps in 50 ms; its beginning is not known')
  })

  test('needs to be told which cache is meant where several have recorded one of that number', async () => {
    const other = (await stampede()).records
    const both = [...told.records, ...other]
    const [first = ''] = runsOf(told.records)
    expect(() => transactionOverlay(transactions, both, { id: 1 })).toThrow(
      expect.objectContaining({ code: 'ERR_OVERLAY_AMBIGUOUS', message: expect.stringContaining(first) }),
    )
    for (const run of runsOf(both)) {
      const overlay = transactionOverlay(transactions, both, { id: 1, run })
      expect(overlay).toEqual(transactionOverlay(transactions, told.records, { id: 1 }))
    }
  })

  test('is one whose records are in several files, each of which says again which cache it is of', () => {
    const [start] = told.records
    const files = told.records.flatMap((record) => (start === undefined ? [] : [start, record]))
    expect(transactionOverlay(transactions, files, { id: 1 })).toEqual(
      transactionOverlay(transactions, told.records, { id: 1 }),
    )
  })

  test('is refused for one that is not recorded, or in another machine', () => {
    const code = (wanted: () => unknown): unknown => {
      try {
        return wanted()
      } catch (error) {
        return (error as { readonly code: unknown }).code // an OverlayError: its code is what is asked for
      }
    }
    expect(code(() => transactionOverlay(transactions, told.records, { id: 3 }))).toBe('ERR_OVERLAY_ABSENT')
    expect(code(() => transactionOverlay(transactions, told.records, { id: 1, run: 'x' }))).toBe(
      'ERR_OVERLAY_ABSENT',
    )
    expect(code(() => transactionOverlay(transactions, [], { id: 1 }))).toBe('ERR_OVERLAY_ABSENT')
    expect(code(() => transactionOverlay(flights, told.records, { id: 1 }))).toBe('ERR_OVERLAY_STATE')
    expect(code(() => flightOverlay(flights, told.records, { leader: 2 }))).toBe('ERR_OVERLAY_ABSENT')
    expect(code(() => flightOverlay(flights, told.records, { leader: 1, flight: 2 }))).toBe(
      'ERR_OVERLAY_ABSENT',
    )
    expect(code(() => flightOverlay(transactions, told.records, { leader: 1 }))).toBe('ERR_OVERLAY_STATE')
  })
})

const runsOf = (records: readonly CacheRecord[]): string[] =>
  records.flatMap((record) => (record.kind === 'start' ? [record.run] : []))

describe('the overlay of a recorded flight', () => {
  test('begins when its leader has asked, and shows who joined and when the body was stored', () => {
    const overlay = flightOverlay(flights, told.records, { leader: 1 })
    expect(overlay.title).toBe('The flight of transaction 1: 4 steps in 350 ms')
    expect(notesOf(overlay.edges)).toEqual([
      'awaitReply.open:follower.joined:0 | #1 +20 ms',
      'awaitReply.open:reply.store:0 | #2 +300 ms',
      'streaming.open:body.done:0 | #3 +350 ms',
      'committing:writer.done:0 | #4 +350 ms',
    ])
    expect(overlay.states.get('awaitReply.open')?.note).toBe('300 ms')
  })

  test('begins when its leader has asked for a lease, where there is one', () => {
    const leased = told.records.flatMap((record) => {
      if (record.kind !== 'step' || record.id !== 1 || record.event !== 'lookup.obliged') return [record]
      const opened = { ...record, effects: ['flight.open', 'lease.ask'] as const }
      return [opened, { ...record, at: record.at + 10 }]
    })
    const { title } = flightOverlay(flights, leased, { leader: 1 })
    expect(title).toBe('The flight of transaction 1: 4 steps in 350 ms')
  })

  test('is the last one of a leader who has led several, or the one that is wanted', () => {
    const steps = told.records.filter(({ kind }) => kind !== 'start')
    const twice = [...steps, ...steps.map((record) => ({ ...record, at: record.at + 1_000 }))]
    const last = flightOverlay(flights, twice, { leader: 1 })
    expect(last.title).toBe('The flight of transaction 1 (2 of 2): 4 steps in 350 ms')
    const first = flightOverlay(flights, twice, { leader: 1, flight: 1 })
    expect(first.title).toBe('The flight of transaction 1 (1 of 2): 4 steps in 350 ms')
    expect(first.edges).toEqual(last.edges)
  })
})
