import type { Leak } from '../engine/trace.ts'
import type { Ledger } from './cache-api.ts'
import { channels } from './channels.ts'

/** What somebody can be owed. */
type Kind = Leak['what']

/** Who is told of a leak, and of a listener that throws. */
export interface AccountOptions {
  readonly onLeak: ((leak: Leak) => void) | undefined
  readonly tolerate: (error: unknown) => void
}

const nothing = () => ({ obligation: 0, client: 0, follower: 0, writer: 0, lease: 0 })

/** The ledger: what was taken on and what was paid, as bare counts. Who owes what stands with those who owe it. */
export class Account {
  readonly #options: AccountOptions
  readonly #taken: { [What in Kind]: number } = nothing()
  readonly #discharged: { [What in Kind]: number } = nothing()
  #leaks = 0

  constructor(options: AccountOptions) {
    this.#options = options
  }

  take(what: Kind): void {
    this.#taken[what] += 1
  }

  discharge(what: Kind): void {
    this.#discharged[what] += 1
  }

  /** Something was lost, or given twice. The books are balanced by whoever says so. */
  report(leak: Leak): void {
    this.#leaks += 1
    try {
      this.#options.onLeak?.(leak)
    } catch (error) {
      this.#options.tolerate(error)
    }
    if (channels.leak.hasSubscribers) channels.leak.publish(leak)
  }

  toLedger(): Ledger {
    const line = (what: Kind) => ({ taken: this.#taken[what], discharged: this.#discharged[what] })
    return {
      obligations: line('obligation'),
      clients: line('client'),
      followers: line('follower'),
      writers: line('writer'),
      leases: line('lease'),
      leaks: this.#leaks,
    }
  }
}
