import { describe, expect, test } from '@jest/globals'
import { UnconfirmedPurgeError, type AdminStory } from '@cachechart/adapters/node'
import {
  createCache,
  memoryStore,
  MisuseError,
  type CacheExplanation,
  type PurgeTarget,
} from '@cachechart/core'
import { poolDesk, type PoolWorker } from './pool-desk.ts'
import type { Reply } from './questions.ts'
import { workersTable } from './workers-table.ts'

const idle = createCache({ store: memoryStore(), backend: { send: () => new Promise(() => {}) } })

/** A cache with one request in flight. */
const busy = createCache({ store: memoryStore(), backend: { send: () => new Promise(() => {}) } })
busy.send({ method: 'GET', url: 'http://a/', fields: [] })

const storyOf = (cache: typeof idle): AdminStory => ({
  now: 0,
  inFlight: cache.inFlight(),
  ledger: cache.ledger(),
  counters: cache.counters(),
  tolerated: cache.tolerated(),
})

type Answers = Partial<Pick<PoolWorker, 'state'>> & {
  readonly story?: Reply<AdminStory>
  readonly purge?: Reply<number>
  readonly explain?: Reply<CacheExplanation>
}

let lastNumber = 0
const worker = ({ state = 'listening', story, purge, explain }: Answers): PoolWorker => {
  lastNumber += 1
  return {
    number: lastNumber,
    pid: 100 + lastNumber,
    name: `worker ${lastNumber}`,
    state,
    story: () => Promise.resolve(story ?? { type: 'silent' }),
    purge: () => Promise.resolve(purge ?? { type: 'silent' }),
    explain: () => Promise.resolve(explain ?? { type: 'silent' }),
  }
}

const deskOf = (...answers: readonly Answers[]) => {
  lastNumber = 0
  return poolDesk({ workers: answers.map(worker), waiting: [] })
}

const told = (cache: typeof idle): Reply<AdminStory> => ({ type: 'answer', answer: storyOf(cache) })
const purged = (answer: number): Reply<number> => ({ type: 'answer', answer })

describe('what is told of several workers', () => {
  test('is what each has in flight, with its number, and the sum of what they have counted', async () => {
    const { inFlight, ledger, workers } = await deskOf(
      { story: told(busy) },
      { story: told(idle) },
      { story: told(busy) },
    ).story()
    expect(inFlight.map((one) => [one.worker, one.id, one.key])).toEqual([
      [1, 1, 'http://a/'],
      [3, 1, 'http://a/'],
    ])
    expect(ledger).toMatchObject({ clients: { taken: 2, discharged: 0 }, leaks: 0 })
    expect(workers).toEqual([
      { worker: 1, pid: 101, state: 'listening' },
      { worker: 2, pid: 102, state: 'listening' },
      { worker: 3, pid: 103, state: 'listening' },
    ])
  })

  test('names those that do not answer, or have not begun, and has the rest', async () => {
    const story = await deskOf(
      { story: told(busy) },
      { story: { type: 'silent' } },
      { state: 'starting' },
    ).story()
    expect(story.inFlight).toHaveLength(1)
    expect(story.workers.map(({ state }) => state)).toEqual(['listening', 'silent', 'starting'])
  })

  test('names, in their order, those in whose place another is to begin', async () => {
    lastNumber = 1
    const desk = poolDesk({ workers: [worker({ story: told(busy) })], waiting: [3, 1] })
    expect((await desk.story()).workers).toEqual([
      { worker: 1, state: 'waiting' },
      { worker: 2, pid: 102, state: 'listening' },
      { worker: 3, state: 'waiting' },
    ])
  })

  test('is all zeros where nobody answers', async () => {
    expect(await deskOf({}, {}).story()).toMatchObject({
      inFlight: [],
      ledger: idle.ledger(),
      counters: idle.counters(),
      tolerated: idle.tolerated(),
    })
  })

  test('is a table for each worker, as the numbers of transactions are its own', async () => {
    const table = workersTable(await deskOf({ story: told(busy) }, { story: told(busy) }).story())
    expect(table).toMatch(/^worker 1, in flight: 1\n[^]*GET http:\/\/a\/\n[^]*\nworker 2, in flight: 1\n/)
    expect(workersTable(await deskOf({ story: told(idle) }).story())).toBe('nothing is in flight\n')
    expect(workersTable({ inFlight: busy.inFlight() })).toMatch(/^in flight: 1\n/)
  })
})

describe('a purge of a store that the workers share', () => {
  test('is one of the store, and each worker is told to see to what it has in flight', async () => {
    lastNumber = 0
    const asked: string[] = []
    const telling = (reply: Reply<number>): PoolWorker => ({
      ...worker({}),
      purge: (target, extent) => {
        asked.push(`${JSON.stringify(target)} ${extent}`)
        return Promise.resolve(reply)
      },
    })
    const pool = { workers: [telling(purged(0)), telling({ type: 'gone' })], waiting: [] }
    const desk = poolDesk(pool, {
      purge: (target) => {
        asked.push(`${JSON.stringify(target)} store`)
        return Promise.resolve(7)
      },
    })
    expect(await desk.purge({ all: true })).toEqual({
      purged: 7,
      workers: [
        { worker: 1, purged: 0 },
        { worker: 2, gone: true },
      ],
    })
    expect(asked).toEqual(['{"all":true} store', '{"all":true} flights', '{"all":true} flights'])
  })

  test('fails as the store does', async () => {
    const desk = poolDesk(
      { workers: [], waiting: [] },
      { purge: () => Promise.reject(new UnconfirmedPurgeError('it did not answer')) },
    )
    await expect(desk.purge({ all: true })).rejects.toThrow('it did not answer')
  })
})

describe('the table of several workers', () => {
  const unknown = 'worker 1 (process 101) is silent: what it has in flight is not known\n'

  test('says of one that is silent that nothing is known of it, before the tables of the others', async () => {
    const table = workersTable(await deskOf({}, { story: told(busy) }).story())
    expect(table.startsWith(`${unknown}\nworker 2, in flight: 1\n`)).toBe(true)
  })

  test('does not say that nothing is in flight where one is silent', async () => {
    expect(workersTable(await deskOf({}, { story: told(idle) }).story())).toBe(
      `${unknown}\nnothing else is known to be in flight\n`,
    )
  })

  test('says of one that is to begin again that it waits', async () => {
    const story = await poolDesk({ workers: [], waiting: [2] }).story()
    expect(workersTable(story)).toBe(
      'worker 2 has ended, and waits to be started again\n\nnothing is in flight\n',
    )
  })
})

describe('a purge of several workers', () => {
  test.each([null, 5, 'a', true])('is none of %j: no worker is asked', async (target) => {
    const purge = deskOf({ purge: purged(1) }).purge(target as unknown as PurgeTarget) // wrong on purpose
    await expect(purge).rejects.toThrow(MisuseError)
  })

  test('counts what each has purged', async () => {
    expect(await deskOf({ purge: purged(2) }, { purge: purged(1) }).purge({ all: true })).toEqual({
      purged: 3,
      workers: [
        { worker: 1, purged: 2 },
        { worker: 2, purged: 1 },
      ],
    })
  })

  test('is done where a worker has died, and its memory with it; that is said', async () => {
    const answer = await deskOf({ purge: purged(2) }, { purge: { type: 'gone' } }).purge({ all: true })
    expect(answer).toEqual({
      purged: 2,
      workers: [
        { worker: 1, purged: 2 },
        { worker: 2, gone: true },
      ],
    })
  })

  test('leaves out a worker that has not begun: nothing is stored there', async () => {
    const answer = await deskOf({ purge: purged(1) }, { state: 'starting' }).purge({ all: true })
    expect(answer).toEqual({ purged: 1, workers: [{ worker: 1, purged: 1 }] })
  })

  test('fails where one has not answered in time, and names it', async () => {
    const purge = deskOf({ purge: purged(1) }, { purge: { type: 'silent' } }).purge({ all: true })
    await expect(purge).rejects.toThrow(UnconfirmedPurgeError)
    await expect(purge).rejects.toThrow(/^worker 2 has not said within 4 s that it has purged/)
  })

  test('fails with the error of a worker', async () => {
    const error = new MisuseError('no such thing')
    await expect(deskOf({ purge: { type: 'failure', error } }).purge({ all: true })).rejects.toBe(error)
  })
})

describe('an explanation by several workers', () => {
  const question = { method: 'GET', url: 'http://a/', fields: [] }

  test('is that of each, with its number, and tells those that have none', async () => {
    const explanation = await idle.explain(question)
    const { workers } = await deskOf(
      { explain: { type: 'answer', answer: explanation } },
      { explain: { type: 'silent' } },
      { explain: { type: 'gone' } },
      { state: 'starting' },
    ).explain(question)
    expect(workers).toEqual([
      { worker: 1, explanation },
      { worker: 2, state: 'silent' },
      { worker: 3, state: 'gone' },
    ])
  })

  test('fails with what one of them says of the request', async () => {
    const failure = { type: 'failure', error: new MisuseError('no request') } as const
    await expect(deskOf({ explain: failure }).explain(question)).rejects.toThrow('no request')
  })
})
