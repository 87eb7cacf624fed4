import type { Socket } from 'node:net'
import { memoryStore, type InFlight, type Leak, type Stuck } from '@cachechart/core'
import { createGateway, type Gateway } from '@cachechart/adapters/node'
import { Chance } from '../chance.ts'
import { collapseWindow, deadlines, markFor, storeLimits, stuckAfter } from '../limits.ts'
import { countingClock } from './counting-clock.ts'
import { faultyStore } from './faulty-store.ts'
import { Mishaps } from './mishap.ts'
import { countResources, mostListeners, type Counted, type Sample, type Settlement } from './sample.ts'

/** A gateway with a store that fails now and then, and everything about it that can be counted. */
export interface ObservedGateway {
  readonly gateway: Gateway
  sample(): Sample
  /** Waits until the cache has finished. */
  settle(): Promise<Settlement>
}

export function observedGateway(origin: string, seed: number): ObservedGateway {
  const clock = countingClock()
  const mishaps = new Mishaps(new Chance(seed, 'store'))
  const memory = memoryStore(storeLimits)
  const store = faultyStore(memory, mishaps)
  const notes = new Notes()
  const gateway = createGateway({
    origin,
    store,
    clock,
    deadlines,
    stuckAfter,
    collapse: { window: collapseWindow, markFor },
    background: { backoff: 200, backoffMaximum: 2000 },
    onLeak: (leak) => notes.leak(leak),
    onStuck: (stuck) => notes.stuck(stuck),
    onFailure: ({ error }) => notes.failure(error),
  })
  const clients = new Set<Socket>()
  gateway.server.on('connection', (socket: Socket) => {
    clients.add(socket)
    socket.once('close', () => clients.delete(socket))
  })
  const { cache } = gateway
  const counted = (): Counted => notes.counted(cache.tolerated(), mishaps.count)
  const began = performance.now()

  return {
    gateway,
    sample() {
      globalThis.gc?.()
      const { heapUsed, external, rss } = process.memoryUsage()
      const resources = countResources()
      return {
        at: performance.now() - began,
        ...{ heapUsed, external, rss },
        sockets: resources['TCPSocketWrap'] ?? 0,
        timers: clock.timers(),
        heldTimers: resources['Timeout'] ?? 0,
        inFlight: cache.inFlight().length,
        listeners: mostListeners(clients),
        writers: store.openWriters(),
        stored: memory.bytes,
      }
    },
    async settle() {
      const start = performance.now()
      const { stopped } = await cache.drain({ timeout: 2 * stuckAfter })
      return {
        ledger: cache.ledger(),
        inFlight: cache.inFlight().map(story),
        stopped,
        drainedAfter: performance.now() - start,
        timers: clock.timers(),
        writers: store.openWriters(),
        counted: counted(),
      }
    },
  }
}

/** What the gateway tells of itself. */
class Notes {
  readonly #leaks: string[] = []
  readonly #stuck: string[] = []
  readonly #deadlines: Record<string, number> = {}
  readonly #failures: Record<string, number> = {}
  readonly #warnings: string[] = []

  constructor() {
    process.on('warning', ({ name, message }) => {
      if (name !== 'ExperimentalWarning') this.#warnings.push(`${name}: ${message}`)
    })
  }

  leak({ what, how, transaction }: Leak): void {
    this.#leaks.push(`${what} ${how}: ${JSON.stringify(transaction)}`)
  }

  stuck({ reason, after, transaction }: Stuck): void {
    if (reason === 'deadline') count(this.#deadlines, transaction.state)
    else this.#stuck.push(`after ${Math.round(after)} ms: ${story(transaction)}`)
  }

  failure(error: unknown): void {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error)
    count(this.#failures, code)
  }

  counted(tolerated: Counted['tolerated'], mishaps: number): Counted {
    return {
      leaks: this.#leaks,
      stuck: this.#stuck,
      deadlines: this.#deadlines,
      tolerated,
      failures: this.#failures,
      warnings: this.#warnings,
      mishaps,
    }
  }
}

const count = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1
}

const story = (transaction: InFlight): string => JSON.stringify(transaction)
