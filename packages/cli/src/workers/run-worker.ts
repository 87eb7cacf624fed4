import cluster from 'node:cluster'
import { ListenError } from '@cachechart/adapters/node'
import type { Millis, PurgeTarget } from '@cachechart/core'
import { openGateway, type OpenGateway } from '../open-gateway.ts'
import { printable } from '../printable.ts'
import { invalidationStore } from './invalidation-store.ts'
import { readMessage, sealed } from './message-shapes.ts'
import { toWorkerShapes, type FromWorker, type ToWorker, type WorkerOrder } from './messages.ts'
import { fromPurgeFailure, toPurgeFailure } from './purge-failure.ts'
import { Questions } from './questions.ts'
import { refusedPurge } from './refused-purge.ts'

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

class WorkerGateway {
  readonly #purges = new Questions<number>()
  #open: OpenGateway | undefined
  #listening: Promise<void> = Promise.resolve()

  obey(message: ToWorker): void {
    switch (message.type) {
      case 'gateway.start':
        this.#listening = this.#start(message.order)
        return
      case 'gateway.stop':
        void this.#stop()
        return
      case 'story.tell':
        return this.#tellStory(message.id)
      case 'purge.run':
        void this.#purge(message.id, message.target)
        return
      case 'purge.done':
        return this.#purges.settle(message.id, { type: 'answer', answer: message.purged })
      case 'purge.failed':
        return this.#purges.settle(message.id, { type: 'failure', error: fromPurgeFailure(message) })
      case 'key.invalidate':
        void this.#invalidate(message.key)
    }
  }

  get #opened(): OpenGateway {
    if (this.#open === undefined) throw new TypeError('a worker is told to start before anything else')
    return this.#open
  }

  async #start({ worker, origin, options }: WorkerOrder): Promise<void> {
    const { gateway } = (this.#open = openGateway({ origin: new URL(origin), options }, terminal, {
      worker,
      purge: (target) => this.#purgeAll(target),
      storeFor: (store) => invalidationStore(store, (key) => tell({ type: 'key.invalidated', key })),
    }))
    try {
      const { port, url } = await gateway.listen({ port: options.port, host: options.host })
      tell({ type: 'gateway.listening', port, url })
    } catch (error) {
      if (!(error instanceof ListenError)) throw error
      tell({ type: 'gateway.refused', code: error.code, message: error.message })
      process.exitCode = 1
      cluster.worker?.disconnect()
    }
  }

  async #stop(): Promise<void> {
    await this.#listening
    await this.#opened.close()
    cluster.worker?.disconnect()
  }

  #tellStory(id: number): void {
    const { cache } = this.#opened.gateway
    const story = {
      now: Date.now(),
      inFlight: cache.inFlight(),
      ledger: cache.ledger(),
      counters: cache.counters(),
      tolerated: cache.tolerated(),
    }
    tell({ type: 'story.told', id, story })
  }

  async #purge(id: number, target: PurgeTarget): Promise<void> {
    try {
      const { purged } = await this.#opened.gateway.cache.purge(target)
      tell({ type: 'purge.done', id, purged })
    } catch (error) {
      tell({ type: 'purge.failed', id, ...toPurgeFailure(error) })
    }
  }

  async #invalidate(key: string): Promise<void> {
    try {
      await this.#opened.gateway.cache.purge({ key })
    } catch (error) {
      terminal.err(`${printable(`invalidation of ${key} failed: ${String(error)}`)}\n`)
    }
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
