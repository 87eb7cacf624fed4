import { describe, expect, test } from '@jest/globals'
import type { CacheRecord, RecordedBegin, RecordedStep } from '@cachechart/core'
import { createTimeline, type TimelineOptions } from './create-timeline.ts'
import { toSequence } from './to-sequence.ts'
import { toTimelineText } from './to-timeline-text.ts'
import { toWaterfall } from './to-waterfall.ts'

const url = 'https://example.com/'
const begin = (id: number, at = 0): RecordedBegin => ({
  ...{ kind: 'begin', id, at, role: 'client', method: 'GET', url, fields: [], key: url, namedUrl: null },
  ...{ mode: 'default', range: 'kept', rules: { onTimeout: 'fail', leaderLeaves: 'finish' } },
})
const step = (
  id: number,
  at: number,
  rest: Pick<RecordedStep, 'event' | 'from' | 'to'> & Partial<RecordedStep>,
): RecordedStep => ({ kind: 'step', id, at, input: { type: 'request' }, effects: [], ...rest })
const lookUp = (id: number, at: number) =>
  step(id, at, { event: 'request.lookup', from: 'received', to: 'awaitCache', effects: ['cache.lookup'] })
const start = (run: string) =>
  ({ kind: 'start', format: 'cachechart', version: 1, at: 0, run }) as CacheRecord // its policy does not matter here

const timelineOf = (records: readonly CacheRecord[], options?: TimelineOptions) => {
  const builder = createTimeline(options)
  for (const record of records) builder.take(record)
  return builder.timeline()
}

describe('a timeline', () => {
  test('of nothing is empty', () => {
    const leftOut = { transactions: 0, records: 0, lost: 0 }
    expect(timelineOf([])).toEqual({ begin: 0, end: 0, transactions: [], flights: [], leftOut })
  })

  test('can be asked for while it grows, and does not change afterwards', () => {
    const builder = createTimeline()
    builder.take(begin(1))
    const early = builder.timeline()
    const copy = structuredClone(early)
    builder.take(lookUp(1, 5))
    expect(early).toEqual(copy)
    expect(builder.timeline().transactions[0]?.state).toBe('awaitCache')
  })

  test('takes the same run for the same cache, however often its recording begins anew', () => {
    const { transactions } = timelineOf([
      start('a'),
      begin(1),
      start('b'),
      begin(1),
      start('a'),
      lookUp(1, 3),
    ])
    expect(transactions.map(({ run, state }) => [run, state])).toEqual([
      ['a', 'awaitCache'],
      ['b', 'received'],
    ])
  })

  test('counts what begins a second time under the same name, and keeps the first', () => {
    const { transactions, leftOut } = timelineOf([begin(1, 4), begin(1, 9)])
    expect(transactions.map((each) => each.begin)).toEqual([4])
    expect(leftOut.transactions).toBe(1)
  })

  test('tells of an event that was illegal, and takes nothing from it', () => {
    const illegal = step(1, 7, { event: 'reply.store', from: 'awaitCache', to: 'awaitCache' })
    const [transaction] = timelineOf([begin(1), lookUp(1, 0), illegal]).transactions
    expect(transaction).toMatchObject({ state: 'awaitCache', outcome: null, record: 'whole' })
    expect(transaction?.steps.at(-1)).toMatchObject({ event: 'reply.store', detail: 'illegal here' })
  })

  test('takes the time at which a request went to the origin from the record that says it', () => {
    const obliged = step(1, 3, {
      ...{ event: 'lookup.obliged', from: 'awaitCache', to: 'awaitBackend.attached' },
      effects: ['backend.send'],
    })
    const gone = step(1, 90, {
      ...{ event: 'client.gone', from: 'awaitBackend.attached', to: 'awaitBackend.detached' },
      ...{ effects: ['client.detach'], requestTime: 12 },
    })
    const [transaction] = timelineOf([begin(1), lookUp(1, 0), obliged, gone]).transactions
    expect(transaction?.moments).toMatchObject({ lookedUp: 3, sent: 12, clientGone: 90, answered: null })
    expect(transaction?.outcome).toBe('abandoned')
  })

  test('keeps no more than some hundred steps of one that goes in circles, and counts the others', () => {
    const circle = (at: number) => [
      step(1, at, {
        event: 'lookup.joined',
        from: 'awaitCache',
        to: 'awaitFlight',
        effects: ['flight.join'],
      }),
      step(1, at, {
        event: 'flight.landed',
        from: 'awaitFlight',
        to: 'awaitCache',
        effects: ['cache.lookup'],
      }),
    ]
    const rounds = Array.from({ length: 5_000 }, (_, at) => circle(at)).flat()
    const [transaction] = timelineOf([begin(1), lookUp(1, 0), ...rounds]).transactions
    expect(transaction?.steps).toHaveLength(200)
    expect(transaction?.stepsLeftOut).toBe(9_801)
    expect(transaction?.spans.length).toBeLessThanOrEqual(201)
  })

  test('knows which flight has told what, though all of it was in one moment', () => {
    const leads = (id: number): CacheRecord[] => [
      begin(id),
      lookUp(id, 0),
      step(id, 0, {
        ...{ event: 'lookup.obliged', from: 'awaitCache', to: 'awaitBackend.attached' },
        effects: ['backend.send'],
      }),
    ]
    const joins = (leader: number) =>
      step(3, 5, {
        ...{ event: 'lookup.joined', from: 'awaitCache', to: 'awaitFlight', leader },
        effects: ['flight.join'],
      })
    const tells = (leader: number): CacheRecord => ({
      ...{ kind: 'flight', leader, at: 5, event: 'follower.joined', follower: 3, effects: ['follower.park'] },
      ...{ from: 'awaitReply.open', to: 'awaitReply.open' },
    })
    const landed = step(3, 5, { event: 'flight.landed', from: 'awaitFlight', to: 'awaitCache' })
    const shared = step(3, 5, { event: 'flight.shared', from: 'awaitFlight', to: 'delivering' })
    const follows = [begin(3), lookUp(3, 0), joins(1), tells(1), landed, joins(2), tells(2), shared]
    const lines = toSequence(timelineOf([...leads(1), ...leads(2), ...follows])).split('\n')
    const tellers = ['flight.landed', 'flight.shared'].map((event) => {
      const id = lines
        .find((line) => line.includes(event))
        ?.trim()
        .split('--')[0]
      return lines.find((line) => line.includes(`participant ${id} `))?.split(' as ')[1]
    })
    expect(tellers).toEqual(['flight of #35;1', 'flight of #35;2'])
  })

  test('survives a clock that was set back, and pictures do so, too', () => {
    const back = step(1, -9_000, { event: 'lookup.fresh', from: 'awaitCache', to: 'delivering' })
    const done = step(1, -8_000, { event: 'delivery.done', from: 'delivering', to: 'delivered' })
    const other = [begin(2, 200), lookUp(2, 300)]
    const records = [begin(1, 100), lookUp(1, 100), { ...back, effects: ['client.respond'] as const }, done]
    for (const timeline of [timelineOf([...records, ...other]), timelineOf(records.slice(0, 3))]) {
      const svg = toWaterfall(timeline)
      expect(svg).not.toContain('NaN')
      expect(svg).not.toMatch(/(?:width|x)="-/)
      expect(toTimelineText(timeline)).toContain('#1 GET /')
      const sequence = toSequence(timeline)
      expect(sequence.indexOf('−9.1 s')).toBeGreaterThan(sequence.indexOf('+0 ms'))
    }
  })

  test('leaves the time to the others where a clock was set back', () => {
    const back = step(1, -9_000, { event: 'request.unsatisfied', from: 'received', to: 'delivering' })
    const done = step(1, -8_000, { event: 'delivery.done', from: 'delivering', to: 'delivered' })
    const svg = toWaterfall(
      timelineOf([begin(1, 100), back, done, begin(2, 200), lookUp(2, 210), lookUp(2, 300)]),
    )
    // The other one has waited for the store for nearly all of the time that there was.
    expect(svg).toMatch(/class="lookup" x="[\d.]+" y="[\d.]+" width="[4-9]\d\d/)
  })

  test('does not say what has ended a state where that is not on record', () => {
    const late = step(1, 9, { event: 'delivery.done', from: 'delivering', to: 'delivered' })
    const [transaction] = timelineOf([begin(1), lookUp(1, 2), late]).transactions
    expect(transaction?.record).toBe('gaps')
    expect(transaction?.spans.map(({ state, endedBy }) => [state, endedBy])).toEqual([
      ['received', 'request.lookup'],
      ['awaitCache', null],
    ])
  })

  test('of something that hangs goes on to the end of the recording, whatever that tells of', () => {
    const timeline = timelineOf([begin(1), { ...begin(2, 500), key: 'another' }], { id: 1 })
    expect(timeline.transactions.map(({ id }) => id)).toEqual([1])
    expect(timeline.end).toBe(500)
  })

  test('shows even what has only begun', () => {
    expect(toWaterfall(timelineOf([begin(1)]))).toContain('class="open"')
  })

  test('shows how long a request lay about before anything became of it', () => {
    const timeline = timelineOf([begin(1), lookUp(1, 70), lookUp(2, 90)])
    expect(toWaterfall(timeline)).toContain('<rect class="arrived"')
    expect(toTimelineText(timeline)).toContain(': has arrived, not begun yet')
    expect(toWaterfall(timelineOf([begin(1), lookUp(1, 0)]))).not.toContain('<rect class="arrived"')
  })

  test('has room again once something has ended that is not wanted', () => {
    const quick = step(1, 2, { event: 'request.unsatisfied', from: 'received', to: 'delivering' })
    const done = step(1, 3, { event: 'delivery.done', from: 'delivering', to: 'delivered' })
    const records = [begin(1), begin(2), quick, done, begin(3, 4), lookUp(3, 900)]
    const { transactions, leftOut } = timelineOf(records, { limit: 1, slowerThan: 100 })
    expect(transactions.map(({ id }) => id)).toEqual([3])
    expect(leftOut.transactions).toBe(1)
  })

  test('has no more lines than are asked for, in however many groups', () => {
    const records = Array.from({ length: 9 }, (_, id) => ({ ...begin(id), key: `${id}` }))
    const svg = toWaterfall(timelineOf(records), { rowLimit: 4 })
    expect(svg.match(/<text[^>]*>#\d GET/g)).toHaveLength(4)
    expect(svg).toContain('>5 more are not drawn<')
  })

  test('of times that are no dates is drawn none the less', () => {
    const timeline = timelineOf([begin(1, 1e300), lookUp(1, 1e300)])
    expect(toWaterfall(timeline)).not.toContain('NaN')
    expect(toTimelineText(timeline)).toContain('1 transaction')
  })
})
