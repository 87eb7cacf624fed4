import {
  UnconfirmedPurgeError,
  type AdminDesk,
  type AdminStory,
  type ExplainQuestion,
  type WorkerExplanation,
} from '@cachechart/adapters/node'
import {
  createCache,
  memoryStore,
  MisuseError,
  type Cache,
  type InFlight,
  type Millis,
  type PurgeTarget,
  type StoreHealth,
} from '@cachechart/core'
import type { PurgeExtent } from './messages.ts'
import type { Reply } from './questions.ts'
import { sumOf } from './sum-of.ts'
import type { WorkerProcess, WorkerState } from './worker-process.ts'

/** A transaction and where it is: the numbers of transactions are each worker's own. */
type WorkersTransaction = InFlight & { readonly worker: number }

/**
 * One of several, and how it is. `silent`: it has not answered in time; `waiting`: it has ended, and another is to begin
 * in its place.
 */
type WorkerStory =
  | {
      readonly worker: number
      readonly pid: number
      readonly state: WorkerState | 'silent'
      readonly storeHealth?: StoreHealth
    }
  | { readonly worker: number; readonly state: 'waiting' }

/** What an operator is told of all workers. */
interface PoolStory extends AdminStory {
  readonly inFlight: readonly WorkersTransaction[]
  readonly workers: readonly WorkerStory[]
}

/** What became of a purge in one worker: how many it was there, or that all which was stored there has gone with it. */
type WorkerPurge =
  { readonly worker: number; readonly purged: number } | { readonly worker: number; readonly gone: true }

/** A purge of all workers. */
interface PoolPurge {
  readonly purged: number
  readonly workers: readonly WorkerPurge[]
}

/** The desk of several workers. */
export interface PoolDesk extends AdminDesk {
  story(): Promise<PoolStory>
  purge(target: PurgeTarget): Promise<PoolPurge>
  explain(question: ExplainQuestion): Promise<{ readonly workers: readonly WorkerExplanation[] }>
}

/** What the desk asks of a worker. */
export type PoolWorker = Pick<
  WorkerProcess,
  'number' | 'pid' | 'name' | 'state' | 'story' | 'purge' | 'explain'
>

/** Shorter than the patience of those who ask. */
const patience: { readonly [Question in 'story' | 'explain' | 'purge']: Millis } = {
  story: 2_000,
  explain: 4_000,
  purge: 4_000,
}

/** Whom the desk speaks for: those that are there, and the numbers of those that are to begin again. */
interface DeskPool {
  readonly workers: readonly PoolWorker[]
  readonly waiting: readonly number[]
}

/** The store that all workers have together, as far as the desk has to do with it. */
export interface SharedStore {
  /** How many stored responses there were. Rejects with a `StoreError`. */
  purge(target: PurgeTarget): Promise<number>
}

/**
 * Answers for all workers that are there. One that has not begun has stored nothing, and fetches nothing yet.
 * A store that they share is purged once, and each worker sees to what it has in flight.
 */
export function poolDesk(pool: DeskPool, shared?: SharedStore): PoolDesk {
  return {
    async story() {
      const { workers, waiting } = pool
      const asked = workers.filter(hasBegun).map(async (worker) => storyFrom(worker))
      return combined({ workers, waiting }, new Map(await Promise.all(asked)))
    },
    async purge(target) {
      // As each of them would say. What goes to another process is looked at before, as anything may have been sent here.
      if (typeof target !== 'object' || target === null)
        throw new MisuseError('purge needs one of key, url, surrogateKey and all, as in {"all":true}')
      // First: nothing that a worker has begun by then is stored, nor shared with anybody once it has answered.
      const purged = (await shared?.purge(target)) ?? 0
      const extent = shared === undefined ? 'all' : 'flights'
      const asked = pool.workers.filter(hasBegun).map(async (worker) => purgeIn(worker, target, extent))
      const workers = await Promise.all(asked)
      return {
        purged: workers.reduce((sum, one) => sum + ('purged' in one ? one.purged : 0), purged),
        workers,
      }
    },
    async explain(question) {
      const asked = pool.workers.filter(hasBegun).map(async (worker) => explanationFrom(worker, question))
      return { workers: await Promise.all(asked) }
    },
  }
}

/** @throws the error that it has met: the others meet the same */
async function explanationFrom(worker: PoolWorker, question: ExplainQuestion): Promise<WorkerExplanation> {
  const { number } = worker
  const reply = await worker.explain(question, patience.explain)
  switch (reply.type) {
    case 'answer':
      return { worker: number, explanation: reply.answer }
    case 'failure':
      throw reply.error
    case 'silent':
    case 'gone':
      return { worker: number, state: reply.type }
  }
}

const hasBegun = ({ state }: PoolWorker): boolean => state !== 'starting'

const storyFrom = async (worker: PoolWorker): Promise<[PoolWorker, Reply<AdminStory>]> => [
  worker,
  await worker.story(patience.story),
]

/** What a cache tells that has done nothing: what is not counted by any worker is 0. */
const zero: Cache = createCache({
  store: memoryStore(),
  backend: { send: () => Promise.reject(new TypeError('this cache is never asked')) },
})

function combined(
  { workers, waiting }: DeskPool,
  replies: ReadonlyMap<PoolWorker, Reply<AdminStory>>,
): PoolStory {
  const told = workers.flatMap((worker) => {
    const reply = replies.get(worker)
    return reply?.type === 'answer' ? [{ worker: worker.number, story: reply.answer }] : []
  })
  const stories = told.map(({ story }) => story)
  return {
    now: Date.now(), // as the clocks of the workers tell it
    inFlight: told.flatMap(({ worker, story }) => story.inFlight.map((one) => ({ worker, ...one }))),
    ledger: sumOf(
      zero.ledger(),
      stories.map(({ ledger }) => ledger),
    ),
    counters: sumOf(
      zero.counters(),
      stories.map(({ counters }) => counters),
    ),
    tolerated: sumOf(
      zero.tolerated(),
      stories.map(({ tolerated }) => tolerated),
    ),
    workers: [
      ...workers.map((worker) => workerStory(worker, replies.get(worker))),
      ...waiting.map((worker): WorkerStory => ({ worker, state: 'waiting' })),
    ].toSorted((one, other) => one.worker - other.worker),
  }
}

function workerStory({ number, pid, state }: PoolWorker, reply: Reply<AdminStory> | undefined): WorkerStory {
  const { storeHealth } = reply?.type === 'answer' ? reply.answer : {}
  return {
    worker: number,
    pid,
    state: reply?.type === 'silent' ? 'silent' : state,
    ...(storeHealth === undefined ? {} : { storeHealth }),
  }
}

/** @throws UnconfirmedPurgeError when it has not answered in time, or the error that it has met */
async function purgeIn(worker: PoolWorker, target: PurgeTarget, extent: PurgeExtent): Promise<WorkerPurge> {
  const reply = await worker.purge(target, extent, patience.purge)
  switch (reply.type) {
    case 'answer':
      return { worker: worker.number, purged: reply.answer }
    case 'gone': // and what it had in flight, and was stored in its memory, with it
      return { worker: worker.number, gone: true }
    case 'failure':
      throw reply.error
    case 'silent':
      throw new UnconfirmedPurgeError(
        `${worker.name} has not said within ${patience.purge / 1_000} s that it has purged; the others were told as well. It purges as soon as it goes on. Ask again to be sure.`,
      )
  }
}
