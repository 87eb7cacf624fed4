import type { Millis } from '../http/units.ts'
import type { MaybePromise } from '../ports/body.ts'
import { systemClock, type Clock } from '../ports/clock.ts'
import type {
  HeldLease,
  Lease,
  LeaseAnswer,
  LeaseEnd,
  LeaseGrant,
  LeaseSubject,
  LeaseWait,
} from '../ports/lease.ts'
import { LeaseError } from '../ports/port-errors.ts'
import { LeaseTable, type EndListener } from './lease-table.ts'

/** How a lease in memory behaves. */
export interface MemoryLeaseOptions {
  /** How long a lease lasts when it is not renewed any more, in milliseconds. Default 5 s. */
  readonly life?: Millis
  /** By which it runs out. Default: the platform's. */
  readonly clock?: Clock
}

/** `sync`: answers at once. `microtask`: with a promise. `manual`: when the test lets it. */
export type LeaseDelay = 'sync' | 'microtask' | 'manual'

/** A lease under a test's control: late, failing, forgetful, and telling who holds what. */
export interface MemoryLease extends Lease {
  /** The lease of one process more: it knows what this one knows, and is delayed, fails and stalls by itself. */
  join(): MemoryLease
  /** Who has the lease for it, in whatever process. */
  holder(subject: LeaseSubject): HeldLease | undefined
  /** How many wait for it, in all processes. */
  waiting(subject: LeaseSubject): number
  /** The lease for it runs out now: those who wait are told that it is `lost`, and somebody else may have it. */
  forget(subject: LeaseSubject): void
  /** This process renews nothing any more, as when it has died or was stopped: what it holds runs out after `life`. */
  stall(): void
  /** Fails the next `acquire`; asked several times, as many. Default: a `LeaseError` with the code `ERR_LEASE_FAILED`. */
  failNext(error?: unknown): void
  /** Changes when later calls of `acquire` are answered; held answers stay held. What they ask for is done at once. */
  setDelay(delay: LeaseDelay): void
  /** What the answers that wait for `answer` are about, oldest first. */
  readonly held: readonly LeaseSubject[]
  /** Gives held answers, oldest first; all of them, or `count`. How many there were. */
  answer(count?: number): number
}

/**
 * A lease for the caches of one process, for tests: it answers at once, and sets no timer unless it is stalled.
 * @example
 * const lease = memoryLease()
 * const subject = { key: 'https://example.com/', variant: '' }
 * const { type } = await lease.acquire(subject)
 * const answer = await lease.join().acquire(subject)
 * console.log(type, answer.type, lease.waiting(subject)) // 'granted', 'taken', 1
 * lease.forget(subject)
 * console.log(answer.type === 'taken' && (await answer.wait.ended)) // 'lost'
 */
export function memoryLease({ life = 5_000, clock = systemClock }: MemoryLeaseOptions = {}): MemoryLease {
  return new ProcessLease({ table: new LeaseTable(), life, clock })
}

/** What all processes share. */
interface LeaseWorld {
  readonly table: LeaseTable
  readonly life: Millis
  readonly clock: Clock
}

interface HeldAnswer {
  readonly subject: LeaseSubject
  readonly give: () => void
}

class ProcessLease implements MemoryLease {
  readonly #world: LeaseWorld
  /** What is held here, and the timers of what runs out. */
  readonly #grants = new Map<HeldLease, unknown>()
  readonly #waits = new Set<EndListener>()
  readonly #failures: unknown[] = []
  #heldAnswers: HeldAnswer[] = []
  #delay: LeaseDelay = 'sync'
  #state: 'open' | 'stalled' | 'closed' = 'open'

  constructor(world: LeaseWorld) {
    this.#world = world
  }

  get held(): readonly LeaseSubject[] {
    return this.#heldAnswers.map(({ subject }) => subject)
  }

  acquire(subject: LeaseSubject, after = Infinity): MaybePromise<LeaseAnswer> {
    const outcome = this.#outcome(subject, after)
    switch (this.#delay) {
      case 'sync':
        return outcome()
      case 'microtask':
        return Promise.resolve().then(outcome)
      case 'manual':
        return new Promise((resolve) => {
          const give = (): void => {
            resolve(Promise.resolve().then(outcome))
          }
          this.#heldAnswers.push({ subject, give })
        })
    }
  }

  join(): MemoryLease {
    return new ProcessLease(this.#world)
  }

  holder(subject: LeaseSubject): HeldLease | undefined {
    return this.#world.table.holder(subject)
  }

  waiting(subject: LeaseSubject): number {
    return this.#world.table.waiting(subject)
  }

  forget(subject: LeaseSubject): void {
    const lease = this.holder(subject)
    if (lease !== undefined) this.#world.table.end(lease, 'lost')
  }

  stall(): void {
    if (this.#state !== 'open') return
    this.#state = 'stalled'
    for (const lease of this.#grants.keys()) this.#runOut(lease)
  }

  failNext(error?: unknown): void {
    this.#failures.push(error ?? new LeaseError('ERR_LEASE_FAILED', 'the lease was told to fail this call'))
  }

  setDelay(delay: LeaseDelay): void {
    this.#delay = delay
  }

  answer(count = Infinity): number {
    const given = this.#heldAnswers.slice(0, count)
    this.#heldAnswers = this.#heldAnswers.slice(count)
    for (const { give } of given) give()
    return given.length
  }

  close(): void {
    this.#state = 'closed'
    for (const lease of this.#grants.keys()) this.#end(lease, 'lost')
    for (const tell of this.#waits) tell('lost')
  }

  /** What is asked for takes effect now, whenever it is told. */
  #outcome(subject: LeaseSubject, after: number): () => LeaseAnswer {
    if (this.#state === 'closed')
      return failing(new LeaseError('ERR_LEASE_CLOSED', 'the lease was used after close()'))
    if (this.#failures.length > 0) return failing(this.#failures.shift())
    const answer = this.#answerTo(subject, after)
    return () => answer
  }

  #answerTo(subject: LeaseSubject, after: number): LeaseAnswer {
    const taking = this.#world.table.take(subject, after)
    if (taking.type === 'granted') return { type: 'granted', grant: this.#grant(taking.lease) }
    const { token } = taking
    if (taking.type === 'held') return { type: 'taken', wait: this.#wait(subject, token) }
    return { type: 'taken', wait: { token, ended: Promise.resolve('stored'), leave: () => {} } }
  }

  #grant(lease: HeldLease): LeaseGrant {
    this.#grants.set(lease, undefined)
    if (this.#state === 'stalled') this.#runOut(lease)
    return {
      ...lease,
      release: (how) => {
        this.#end(lease, how)
      },
    }
  }

  #wait(subject: LeaseSubject, token: number): LeaseWait {
    const { promise, resolve } = Promise.withResolvers<LeaseEnd>()
    const tell: EndListener = (end) => {
      leave()
      resolve(end)
    }
    const leaveTable = this.#world.table.wait(subject, tell)
    const leave = (): void => {
      leaveTable()
      this.#waits.delete(tell)
    }
    this.#waits.add(tell)
    return { token, ended: promise, leave }
  }

  #runOut(lease: HeldLease): void {
    const { clock, life } = this.#world
    const timer = clock.setTimer(() => {
      this.#end(lease, 'lost')
    }, life)
    this.#grants.set(lease, timer)
  }

  /** Lost leases are forgotten at once, whoever has ended them. */
  #end(lease: HeldLease, how: LeaseEnd): void {
    const { clock, table } = this.#world
    clock.clearTimer(this.#grants.get(lease))
    this.#grants.delete(lease)
    table.end(lease, how)
  }
}

function failing(error: unknown): () => never {
  return () => {
    throw error
  }
}
