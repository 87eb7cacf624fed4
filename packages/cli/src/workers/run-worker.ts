import cluster from 'node:cluster'
import { ListenError } from '@cachechart/adapters/node'
import type { Millis, PurgeTarget } from '@cachechart/core'
import { CommandFailedError } from '../command-failed-error.ts'
import { openGateway, type OpenGateway } from '../open-gateway.ts'
import { printable } from '../printable.ts'
import { explainStoreFailure } from '../store/explain-store-failure.ts'
import { readMessage, sealed } from './message-shapes.ts'
import {
  toWorkerShapes,
  type FromWorker,
  type PurgeExtent,
  type ToWorker,
  type WorkerOrder,
} from './messages.ts'
import { fromPurgeFailure, toPurgeFailure } from './purge-failure.ts'
import { Questions } from './questions.ts'
import { refusedPurge } from './refused-purge.ts'
import { WorkerStore } from './worker-store.ts'

/** Longer than the primary waits for all workers: it always answers. */
const patience: Millis = 10_000

const terminal = {
  out: (text: string) => process.stdout.write(text),
  err: (text: string) => process.stderr.write(text),
}

/**
 * Runs one worker of a gateway: it does what the primary says, and ends when that one has ended. Signals are the
 * primary's: those of a terminal, or of a service that is stopped, arrive at all processes, and one that was meant for
 * all must not be obeyed twice.
 */
export function runWorker(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGUSR2']) process.on(signal, () => {})
  // The primary has ended, and so does this process as soon as it is told.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const worker = new WorkerGateway()
  process.on('message', (seen) => {
    const refusal = refusedPurge(seen)
    if (refusal === undefined) worker.obey(readMessage(seen, toWorkerShapes))
    else tell(refusal)
  })
  tell({ type: 'worker.ready' })
}

const tell = (message: FromWorker): void => {
  if (process.connected) process.send?.(sealed(message))
}

/** A gateway that is open, and its store as the gateway has it. */
interface OpenWorker extends OpenGateway {
  readonly workerStore: WorkerStore
}

class WorkerGateway {
  readonly #purges = new Questions<number>()
  /** `undefined` when it could not be opened: then the process ends. */
  #opening: Promise<OpenWorker | undefined> = Promise.resolve(undefined)
  #listening: Promise<void> = Promise.resolve()

  obey(message: ToWorker): void {
    switch (message.type) {
      case 'gateway.start':
        this.#opening = this.#openWith(message.order)
        this.#listening = this.#whenOpen((open) => this.#listen(open, message.order))
        return
      case 'gateway.stop':
        void this.#stop()
        return
      case 'story.tell':
        void this.#whenOpen((open) => tellStory(open, message.id))
        return
      case 'explain.tell':
        void this.#whenOpen((open) => answerExplain(open, message))
        return
      case 'purge.run':
        void this.#whenOpen((open) => answerPurge(open, message))
        return
      case 'purge.done':
        return this.#purges.settle(message.id, { type: 'answer', answer: message.purged })
      case 'purge.failed':
        return this.#purges.settle(message.id, { type: 'failure', error: fromPurgeFailure(message) })
      case 'key.invalidate':
        void this.#whenOpen((open) => invalidate(open, message))
    }
  }

  /** In the order in which it was asked for. */
  async #whenOpen(work: (open: OpenWorker) => Promise<void> | void): Promise<void> {
    const open = await this.#opening
    if (open !== undefined) await work(open)
  }

  async #openWith({ worker, origin, options }: WorkerOrder): Promise<OpenWorker | undefined> {
    let workerStore: WorkerStore | undefined
    try {
      const open = await openGateway({ origin: new URL(origin), options }, terminal, {
        worker,
        purge: (target) => this.#purgeAll(target),
        storeFor: (store) =>
          (workerStore = new WorkerStore(store, (key) => tell({ type: 'key.invalidated', key }))),
      })
      if (workerStore === undefined) throw new TypeError('the gateway of a worker was given no store')
      return { ...open, workerStore }
    } catch (error) {
      const explained = explainStoreFailure(error, options.store)
      if (!(explained instanceof CommandFailedError)) throw error
      refuse({ code: 'ERR_LISTEN_FAILED', message: explained.message })
      return undefined
    }
  }

  async #listen({ gateway }: OpenWorker, { options }: WorkerOrder): Promise<void> {
    try {
      const { port, url } = await gateway.listen({ port: options.port, host: options.host })
      tell({ type: 'gateway.listening', port, url })
    } catch (error) {
      if (!(error instanceof ListenError)) throw error
      refuse(error)
    }
  }

  async #stop(): Promise<void> {
    await this.#listening
    await this.#whenOpen((open) => open.close())
    cluster.worker?.disconnect()
  }

  /** In all workers, of which this is one. */
  async #purgeAll(target: PurgeTarget): Promise<{ readonly purged: number }> {
    const reply = await this.#purges.ask((id) => tell({ type: 'purge.wanted', id, target }), patience)
    switch (reply.type) {
      case 'answer':
        return { purged: reply.answer }
      case 'failure':
        throw reply.error
      case 'silent':
      case 'gone':
        throw fromPurgeFailure({ code: 'unconfirmed', message: 'the other workers were not told in time' })
    }
  }
}

/** This process cannot do what it is for, and ends. */
function refuse({ code, message }: Pick<ListenError, 'code' | 'message'>): void {
  tell({ type: 'gateway.refused', code, message })
  process.exitCode = 1
  cluster.worker?.disconnect()
}

function tellStory({ gateway: { cache } }: OpenWorker, id: number): void {
  const story = {
    now: Date.now(),
    inFlight: cache.inFlight(),
    ledger: cache.ledger(),
    counters: cache.counters(),
    tolerated: cache.tolerated(),
    storeHealth: cache.storeHealth(),
  }
  tell({ type: 'story.told', id, story })
}

async function answerExplain(
  { gateway: { cache } }: OpenWorker,
  { id, question }: Extract<ToWorker, { readonly type: 'explain.tell' }>,
): Promise<void> {
  try {
    tell({ type: 'explain.told', id, explanation: await cache.explain(question) })
  } catch (error) {
    tell({ type: 'explain.failed', id, message: error instanceof Error ? error.message : String(error) })
  }
}

async function answerPurge(
  open: OpenWorker,
  { id, target, extent }: Extract<ToWorker, { readonly type: 'purge.run' }>,
): Promise<void> {
  try {
    const { purged } = await purge(open, target, extent)
    tell({ type: 'purge.done', id, purged })
  } catch (error) {
    tell({ type: 'purge.failed', id, ...toPurgeFailure(error) })
  }
}

async function invalidate(
  open: OpenWorker,
  { key, extent }: Extract<ToWorker, { readonly type: 'key.invalidate' }>,
): Promise<void> {
  try {
    await purge(open, { key }, extent)
  } catch (error) {
    terminal.err(`${printable(`invalidation of ${key} failed: ${String(error)}`)}\n`)
  }
}

function purge(
  { gateway: { cache }, workerStore }: OpenWorker,
  target: PurgeTarget,
  extent: PurgeExtent,
): Promise<{ readonly purged: number }> {
  const run = () => cache.purge(target)
  return extent === 'all' ? run() : workerStore.purgedElsewhere(run)
}
