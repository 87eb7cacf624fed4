import type { Lease, LeaseAnswer, LeaseEnd, LeaseSubject } from '../../ports/lease.ts'
import { LeaseError } from '../../ports/port-errors.ts'

/** A question for the lease, or a wait for whoever has it. */
export interface HeldLeaseQuestion {
  /** For whom it was asked. */
  readonly owner: string
  readonly variant: string
  readonly state: 'asked' | 'waiting'
  /** Only of one that is asked: the lease server answers. */
  readonly grant: () => void
  readonly take: () => void
  readonly fail: () => void
  /** Only of one that waits: the other process is done, or was never heard of again. */
  readonly end: (how: LeaseEnd) => void
}

/** A lease for which other processes ask as well: whether they have it is a step of the exploration. */
export class ExploredLease implements Lease {
  held: readonly HeldLeaseQuestion[] = []
  /** Of which fetches this process has the lease; a list, so that a second grant would show. */
  granted: readonly string[] = []
  readonly #owner: () => string
  #token = 0

  constructor(owner: () => string) {
    this.#owner = owner
  }

  acquire({ key, variant }: LeaseSubject): Promise<LeaseAnswer> {
    const owner = this.#owner()
    return new Promise((resolve, reject) => {
      const answered = (settle: () => void) => () => {
        this.#drop(question)
        settle()
      }
      const question: HeldLeaseQuestion = {
        owner,
        variant,
        state: 'asked',
        grant: answered(() => resolve(this.#grant({ key, variant }))),
        take: answered(() => resolve(this.#wait({ owner, variant }))),
        fail: answered(() => reject(new LeaseError('ERR_LEASE_FAILED', 'the lease failed'))),
        end: () => {},
      }
      this.held = [...this.held, question]
    })
  }

  close(): void {
    this.held = []
  }

  #grant({ key, variant }: LeaseSubject): LeaseAnswer {
    this.#token += 1
    const token = this.#token
    this.granted = [...this.granted, variant]
    let isHeld = true
    const release = (): void => {
      if (isHeld) this.granted = this.granted.toSpliced(this.granted.indexOf(variant), 1)
      isHeld = false
    }
    return { type: 'granted', grant: { key, variant, token, release } }
  }

  #wait({ owner, variant }: Pick<HeldLeaseQuestion, 'owner' | 'variant'>): LeaseAnswer {
    const { promise, resolve } = Promise.withResolvers<LeaseEnd>()
    const unasked = (): void => {}
    const wait: HeldLeaseQuestion = {
      owner,
      variant,
      state: 'waiting',
      grant: unasked,
      take: unasked,
      fail: unasked,
      end: (how) => {
        this.#drop(wait)
        resolve(how)
      },
    }
    this.held = [...this.held, wait]
    return { type: 'taken', wait: { token: this.#token, ended: promise, leave: () => this.#drop(wait) } }
  }

  #drop(question: HeldLeaseQuestion): void {
    this.held = this.held.filter((other) => other !== question)
  }
}
