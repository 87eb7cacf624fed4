import cluster, { type Worker } from 'node:cluster'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAdmin, type Admin } from '@cachechart/adapters/node'
import type { GatewayCommandOptions } from '../gateway-options.ts'
import { CommandFailedError } from '../command-failed-error.ts'
import { beginning, stopping } from '../gateway-sentences.ts'
import { listening } from '../listen-failure.ts'
import type { Terminal } from '../terminal.ts'
import { reserveTrace } from '../trace/open-trace.ts'
import { toPurgeFailure } from './purge-failure.ts'
import { partedOptions } from '../store/store-sizes.ts'
import { openSharedStore } from './open-shared-store.ts'
import { poolDesk, type PoolDesk, type SharedStore } from './pool-desk.ts'
import { WorkerPool, type SharedNews } from './worker-pool.ts'
import { workersTable } from './workers-table.ts'
import type { WorkerProcess } from './worker-process.ts'

/**
 * Runs a gateway in several processes until the terminal says stop. This one, the primary, answers no client: it keeps
 * the workers alive, hands what they print on, and speaks for all of them at the admin address.
 */
export async function runWorkers(
  origin: URL,
  options: GatewayCommandOptions,
  terminal: Terminal,
): Promise<void> {
  if (!cluster.isPrimary) throw nested()
  // Before there is any worker: a file that cannot be used is told of once, and set aside once.
  const lock = await reserveTrace(options, options.workers)
  try {
    const shared = await openSharedStore(options, terminal)
    try {
      await runPool({ origin, options, terminal, shared })
    } finally {
      await shared?.close()
    }
  } finally {
    lock?.release()
  }
}

/** What a pool runs with. */
interface PoolRun {
  readonly origin: URL
  readonly options: GatewayCommandOptions
  readonly terminal: Terminal
  readonly shared: SharedStore | undefined
}

async function runPool(run: PoolRun): Promise<void> {
  const { origin, options, terminal, shared } = run
  const pool = createPool(run)
  const desk = poolDesk(pool, shared)
  const say = options.jsonLog === true ? terminal.err : terminal.out
  const stopped = new Promise<string>((resolve) => {
    terminal.onStop(resolve)
  })
  const forget = terminal.onReport(() => {
    void desk.story().then((story) => terminal.err(workersTable(story)))
  })
  const admin = adminOf(options, desk)
  // First, so that no client is let in and then turned out.
  const adminAddress = admin && (await listening(() => admin.listen()))
  const begun = pool.start().then((address) => {
    say(beginning({ ...address, ...(adminAddress && { admin: adminAddress }) }, origin, options))
  })
  const end = await Promise.race([
    pool.failed,
    begun.then(() => Promise.race([pool.failed, stopped])),
    stopped,
  ])
  if (typeof end === 'string') say(stopping(end))
  await pool.stop(options.shutdownTimeout)
  await admin?.close()
  forget()
  if (typeof end !== 'string') throw end
  say('Stopped.\n')
}

const nested = (): CommandFailedError =>
  new CommandFailedError(
    'this process is a worker of node:cluster itself, and cannot have workers. Start the command by itself, or with --workers 1.',
  )

function createPool({ origin, options, terminal, shared }: PoolRun): WorkerPool {
  const { adminPort: _primarys, ...theirs } = partedOptions(options, options.workers)
  const pool: WorkerPool = new WorkerPool({
    count: options.workers,
    order: { origin: origin.href, options: theirs },
    fork: forkWorker,
    terminal,
    onNews: (worker, news) => pass({ pool, shared }, worker, news),
  })
  return pool
}

/** Beside this file, as source or built like it. */
const workerFile = fileURLToPath(new URL(`worker-main${extname(import.meta.url)}`, import.meta.url))

/**
 * Each worker takes its connections from the port itself, unless Node is told otherwise: none goes through the primary,
 * and none is lost that is handed to a worker just when it dies.
 */
function forkWorker(): Worker {
  if (process.env['NODE_CLUSTER_SCHED_POLICY'] === undefined) cluster.schedulingPolicy = cluster.SCHED_NONE
  cluster.setupPrimary({ exec: workerFile, args: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  return cluster.fork()
}

/** Lets the others know of what one of them has told. */
function pass(
  { pool, shared }: { readonly pool: WorkerPool; readonly shared: SharedStore | undefined },
  worker: WorkerProcess,
  news: SharedNews,
): void {
  switch (news.type) {
    case 'purge.wanted': {
      const { id, target } = news
      poolDesk(pool, shared)
        .purge(target)
        .then(
          ({ purged }) => worker.send({ type: 'purge.done', id, purged }),
          (error: unknown) => worker.send({ type: 'purge.failed', id, ...toPurgeFailure(error) }),
        )
      return
    }
    case 'key.invalidated': {
      const extent = shared === undefined ? 'all' : 'flights'
      for (const other of pool.workers)
        if (other !== worker && other.state !== 'starting')
          other.send({ type: 'key.invalidate', key: news.key, extent })
    }
  }
}

function adminOf(
  { adminPort, adminHost, purgeToken }: GatewayCommandOptions,
  desk: PoolDesk,
): Admin | undefined {
  if (adminPort === undefined) return undefined
  return createAdmin({
    port: adminPort,
    host: adminHost,
    desk,
    ...(purgeToken === undefined ? {} : { purge: { token: purgeToken } }),
  })
}
