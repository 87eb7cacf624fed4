import { expect, test } from '@jest/globals'
import { scenes, recordedStage, stampede } from './scenes.ts'
import { timelineOf, transactionOf } from './timeline-of.ts'

const sceneOf = async (name: string, options?: Parameters<typeof timelineOf>[1]) =>
  timelineOf((await scenes[name]?.()) ?? [], options)

test('a timeline tells of each client the outcome and the status that it was answered with', async () => {
  const { ask, pass, backend, cache, records, answers } = recordedStage()
  const told = () => answers.map(({ outcome, status }) => [outcome, status])
  const fields = ['Cache-Control', 'max-age=5, stale-while-revalidate=9', 'ETag', '"1"']
  backend.reply({ fields }, 'one')
  ask()
  await pass(1_000)
  ask()
  await pass(6_000)
  ask()
  await pass(10)
  backend.reply({ status: 304, fields })
  await pass(60_000)
  ask()
  await pass(10)
  backend.reply({ status: 304, fields })
  await pass(10)
  ask('https://shop.example/none', ['Cache-Control', 'only-if-cached'])
  await pass(10)
  backend.reply({ status: 404 }, 'none')
  ask('https://shop.example/none', ['Cache-Control', 'no-store'])
  await pass(10)
  await cache.purge({ url: 'https://shop.example/none' })
  const timeline = timelineOf(records)
  const clients = timeline.transactions.filter(({ begunBy }) => begunBy === null)
  // What is made here, where nothing is stored, has a status that no record needs.
  const seen = clients.map(({ outcome, status }) => [outcome, status ?? 504])
  expect(seen).toEqual(told())
  expect(told().map(([outcome]) => outcome)).toEqual(
    expect.arrayContaining(['miss.leader', 'hit.fresh', 'hit.stale', 'revalidated', 'unsatisfied']),
  )
})

test('of a stampede it tells who led, who followed, and when each moment was', async () => {
  const timeline = await sceneOf('stampede')
  expect(timeline.transactions).toHaveLength(43)
  expect(timeline.flights).toHaveLength(1)
  const [flight] = timeline.flights
  expect(flight).toMatchObject({ leader: 1, endedBy: 'writer.done', stored: timeline.begin + 297 })
  expect(flight?.followers).toHaveLength(41)
  const { begin } = timeline
  expect(transactionOf(timeline, 1).moments).toEqual({
    lookedUp: begin,
    sent: begin,
    firstByte: begin + 212,
    answered: begin + 212,
    delivered: begin + 297,
    stored: begin + 297,
    clientGone: null,
    deadline: null,
  })
  const follower = transactionOf(timeline, 2)
  expect(follower.spans).toContainEqual({
    ...{ state: 'awaitFlight', begin: begin + 2, end: begin + 212, waitsFor: 'leader' },
    ...{ endedBy: 'flight.shared', leader: 1, flight: flight?.id },
  })
  expect(follower.roles.map(({ role }) => role)).toEqual(['client', 'follower'])
})

test('a follower who is handed from a leader that failed to the next one is seen to wait for each in turn', async () => {
  const timeline = await sceneOf('failed leader')
  const waits = transactionOf(timeline, 3).spans.filter(({ waitsFor }) => waitsFor === 'leader')
  expect(waits.map(({ leader, endedBy }) => [leader, endedBy])).toEqual([
    [1, null],
    [2, 'flight.shared'],
  ])
  expect(waits[0]?.end).toBe(waits[1]?.begin)
  expect(transactionOf(timeline, 2).roles.map(({ role }) => role)).toEqual(['client', 'follower', 'leader'])
  expect(transactionOf(timeline, 1)).toMatchObject({ outcome: 'error', state: 'failed', status: null })
})

test('a refresh names the transaction that began it', async () => {
  const timeline = await sceneOf('stale while revalidate')
  const refreshes = timeline.transactions.filter(({ begunBy }) => begunBy !== null)
  expect(refreshes).toHaveLength(1)
  expect(refreshes[0]).toMatchObject({ begunBy: 2, outcome: 'revalidated', status: 200, state: 'settled' })
})

test('transactions of two caches with the same number are not taken for one', async () => {
  const timeline = await sceneOf('lease across processes')
  const names = timeline.transactions.map(({ run, id }) => `${run} ${id}`)
  expect(new Set(names).size).toBe(3)
  expect(timeline.transactions.filter(({ id }) => id === 1)).toHaveLength(2)
})

test('what is open when the recording ends has no end', async () => {
  const timeline = await sceneOf('deadlines')
  const open = timeline.transactions.filter(({ end }) => end === null)
  expect(open.map(({ state, outcome }) => [state, outcome])).toEqual([['awaitCache', null]])
  const failed = timeline.transactions.filter(({ state }) => state === 'failed')
  expect(failed.map(({ moments, end }) => moments.deadline === end)).toContain(true)
})

test('those who are chosen come with whom they waited for, and with who waited for them', async () => {
  const records = await stampede(8)
  const idsOf = (options: Parameters<typeof timelineOf>[1]) =>
    timelineOf(records, options).transactions.map(({ id }) => id)
  expect(idsOf({ id: 3 })).toEqual([1, 3])
  expect(idsOf({ id: 1 })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(idsOf({ id: 11 })).toEqual([11])
  expect(idsOf({ slowerThan: 100 })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(idsOf({ failed: 'only' })).toEqual([])
  expect(idsOf({ url: 'products/9' })).toEqual([])
  expect(idsOf({ url: 'products/47' })).toHaveLength(11)
})

test.each([1, 5, 20])(
  'no more than %i transactions are kept where no more are wanted, and the rest are counted',
  async (limit) => {
    const timeline = timelineOf(await stampede(40), { limit })
    expect(timeline.transactions.map(({ id }) => id)).toEqual(
      Array.from({ length: limit }, (_, place) => place + 1),
    )
    expect(timeline.leftOut.transactions).toBe(43 - limit)
    expect(timeline.leftOut.records).toBeGreaterThan(0)
  },
)

test('what has ended and is not wanted makes room for what may be', async () => {
  const { ask, pass, backend, records } = recordedStage()
  for (let count = 0; count < 30; count += 1) {
    backend.reply({ fields: ['Cache-Control', 'no-store'] }, 'quick')
    ask(`https://shop.example/${count}`)
    await pass(1)
  }
  ask('https://shop.example/slow')
  await pass(900)
  backend.reply({}, 'slow')
  await pass(1)
  const timeline = timelineOf(records, { limit: 4, slowerThan: 500 })
  expect(timeline.transactions.map(({ url }) => url)).toEqual(['https://shop.example/slow'])
  expect(timeline.leftOut.transactions).toBe(0)
})

test('records that are missing are noticed, and what the cache says that it has lost is counted', async () => {
  const records = await stampede(4)
  const isGone = (record: (typeof records)[number]) =>
    record.kind === 'step' && record.id === 2 && record.event === 'lookup.joined'
  const torn = [...records.filter((record) => !isGone(record)), { kind: 'loss', at: 0, count: 7 } as const]
  const timeline = timelineOf(torn)
  expect(transactionOf(timeline, 2).record).toBe('gaps')
  expect(transactionOf(timeline, 3).record).toBe('whole')
  expect(timeline.leftOut.lost).toBe(7)
  const late = timelineOf(records.filter((record) => !(record.kind === 'begin' && record.id === 2)))
  expect(late.transactions.map(({ id }) => id)).not.toContain(2)
  expect(late.leftOut.records).toBe(
    records.filter((record) => record.kind === 'step' && record.id === 2).length,
  )
})

test('a limit that is no number of transactions is refused', () => {
  for (const limit of [0, -1, 1.5, Number.NaN]) expect(() => timelineOf([], { limit })).toThrow(RangeError)
})
