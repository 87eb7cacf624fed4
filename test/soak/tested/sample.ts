import type { Socket } from 'node:net'
import type { Ledger } from '@cachechart/core'

/** What the tested process holds at one time, garbage collected before. Bytes and counts. */
export interface Sample {
  /** Milliseconds since the process was ready. */
  readonly at: number
  readonly heapUsed: number
  /** Buffers outside of the heap: bodies, stored and on their way. */
  readonly external: number
  readonly rss: number
  /** Connections, by what Node says keeps the process alive: those of clients and those to the origin. */
  readonly sockets: number
  /** Timers that the cache has set. */
  readonly timers: number
  /** Timers of anybody that keep the process alive. */
  readonly heldTimers: number
  readonly inFlight: number
  /** The most listeners on one connection of a client. */
  readonly listeners: number
  /** Writers of the store that are neither committed nor aborted. */
  readonly writers: number
  /** Bytes in the store. */
  readonly stored: number
}

/** What was counted since the process began. */
export interface Counted {
  readonly leaks: readonly string[]
  readonly stuck: readonly string[]
  /** Deadlines that passed, by the state that they ended. */
  readonly deadlines: Readonly<Record<string, number>>
  readonly tolerated: Readonly<Record<string, number>>
  /** What clients were told of failures, by code. */
  readonly failures: Readonly<Record<string, number>>
  readonly warnings: readonly string[]
  readonly mishaps: number
}

/** How the cache stood once it had time to finish. */
export interface Settlement {
  readonly ledger: Ledger
  readonly inFlight: readonly string[]
  /** How much had to be stopped, for it did not end. */
  readonly stopped: number
  readonly drainedAfter: number
  readonly timers: number
  readonly writers: number
  readonly counted: Counted
}

/** What keeps a process alive, by kind. */
export function countResources(): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** The most listeners that one of these has, for all of its events together. */
export function mostListeners(sockets: Iterable<Socket>): number {
  let most = 0
  for (const socket of sockets) {
    const count = socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0)
    most = Math.max(most, count)
  }
  return most
}
