import type { AdminStory, ExplainQuestion, ListenErrorCode } from '@cachechart/adapters/node'
import type { CacheExplanation, PurgeTarget } from '@cachechart/core'
import type { GatewayCommandOptions } from '../gateway-options.ts'
import type { PurgeFailureCode } from './purge-failure.ts'
import type { Shapes } from './message-shapes.ts'

/** What a worker is to be. */
export interface WorkerOrder {
  /** Which of the workers it is, from 1. Whoever takes the place of one that died has its number. */
  readonly worker: number
  readonly origin: string
  /** Those of the command; `port` is the one to ask for, and room is the worker's own part. */
  readonly options: GatewayCommandOptions
}

/**
 * What a purge is to be carried out on: all that the worker has; or, where the store is everybody's and somebody else purges
 * it, what the worker has in flight.
 */
export type PurgeExtent = 'all' | 'flights'

/** What the primary says to a worker. `id` is given back with the answer. */
export type ToWorker =
  | { readonly type: 'gateway.start'; readonly order: WorkerOrder }
  // What is in progress is finished first.
  | { readonly type: 'gateway.stop' }
  | { readonly type: 'story.tell'; readonly id: number }
  | { readonly type: 'explain.tell'; readonly id: number; readonly question: ExplainQuestion }
  | {
      readonly type: 'purge.run'
      readonly id: number
      readonly target: PurgeTarget
      readonly extent: PurgeExtent
    }
  // What the worker has wanted of the primary: all have been purged, or have not.
  | { readonly type: 'purge.done'; readonly id: number; readonly purged: number }
  | PurgeFailed
  // Another worker has seen an unsafe method succeed.
  | { readonly type: 'key.invalidate'; readonly key: string; readonly extent: PurgeExtent }

/** What a worker says to the primary. */
export type FromWorker =
  // It hears: nothing that is said from now on is lost.
  | { readonly type: 'worker.ready' }
  | { readonly type: 'gateway.listening'; readonly port: number; readonly url: string }
  | { readonly type: 'gateway.refused'; readonly code: ListenErrorCode; readonly message: string }
  | { readonly type: 'story.told'; readonly id: number; readonly story: AdminStory }
  | { readonly type: 'explain.told'; readonly id: number; readonly explanation: CacheExplanation }
  // The request makes no sense to the cache, or its rule for keys has failed.
  | { readonly type: 'explain.failed'; readonly id: number; readonly message: string }
  | { readonly type: 'purge.done'; readonly id: number; readonly purged: number }
  | PurgeFailed
  // A client has asked this worker for a purge, which is one of all workers.
  | { readonly type: 'purge.wanted'; readonly id: number; readonly target: PurgeTarget }
  | { readonly type: 'key.invalidated'; readonly key: string }

interface PurgeFailed {
  readonly type: 'purge.failed'
  readonly id: number
  readonly code: PurgeFailureCode
  readonly message: string
}

export const toWorkerShapes: Shapes<ToWorker> = {
  'gateway.start': { order: 'object' },
  'gateway.stop': {},
  'story.tell': { id: 'number' },
  'explain.tell': { id: 'number', question: 'object' },
  'purge.run': { id: 'number', target: 'object', extent: 'string' },
  'purge.done': { id: 'number', purged: 'number' },
  'purge.failed': { id: 'number', code: 'string', message: 'string' },
  'key.invalidate': { key: 'string', extent: 'string' },
}

export const fromWorkerShapes: Shapes<FromWorker> = {
  'worker.ready': {},
  'gateway.listening': { port: 'number', url: 'string' },
  'gateway.refused': { code: 'string', message: 'string' },
  'story.told': { id: 'number', story: 'object' },
  'explain.told': { id: 'number', explanation: 'object' },
  'explain.failed': { id: 'number', message: 'string' },
  'purge.done': { id: 'number', purged: 'number' },
  'purge.failed': { id: 'number', code: 'string', message: 'string' },
  'purge.wanted': { id: 'number', target: 'object' },
  'key.invalidated': { key: 'string' },
}
