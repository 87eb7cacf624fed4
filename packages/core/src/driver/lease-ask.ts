import { leaseVariant } from '../engine/flight-identity.ts'
import { isPromise } from '../ports/body.ts'
import type { Lease, LeaseAnswer, LeaseEnd, LeaseSubject, LeaseWait } from '../ports/lease.ts'
import { LeaseError } from '../ports/port-errors.ts'
import type { Verdict } from '../engine/verdict.ts'
import { hasRunOut } from './has-run-out.ts'
import type { TransactionRun } from './transaction-run.ts'

/** One question for a lease, on behalf of all who follow the transaction that asks. */
export class LeaseAsk {
  readonly #run: TransactionRun
  readonly #lease: Lease
  #state: 'asked' | 'answered' | 'left' = 'asked'
  #wait: LeaseWait | undefined

  constructor(run: TransactionRun, lease: Lease) {
    this.#run = run
    this.#lease = lease
  }

  ask(subject: LeaseSubject): void {
    const obstacle = this.#run.environment.leaseBreaker.obstacle()
    if (obstacle !== undefined) return this.#tellFailure(unavailable(obstacle))
    try {
      const answer = this.#lease.acquire(subject, this.#after)
      // Of whatever library the promise is: it settles once.
      if (isPromise(answer)) Promise.resolve(answer).then(this.#take).catch(this.#failed)
      else this.#take(answer)
    } catch (error) {
      this.#failed(error)
    }
  }

  /** A refresh in the background is not begun for want of what another has stored. */
  get #after(): number | undefined {
    const { transaction, leaseSeen } = this.#run
    return transaction.history.role === 'background' ? undefined : leaseSeen
  }

  /** Another process has it: what becomes of that is told when it has ended. */
  await(): void {
    const wait = this.#wait
    if (wait === undefined) throw new TypeError('there is no lease to wait for')
    wait.ended.then(this.#ended, (error: unknown) => {
      // The port promises that it never rejects; a lease that breaks its word is lost.
      this.#tolerate(error)
      this.#ended('lost')
    })
  }

  /** It is not wanted any more. */
  leave(verdict: Verdict): void {
    const { leaseBreaker } = this.#run.environment
    if (this.#state === 'asked') {
      if (hasRunOut(verdict)) leaseBreaker.failed()
      else leaseBreaker.gaveUp()
    }
    this.#state = 'left'
    this.#guarded(() => this.#wait?.leave())
  }

  readonly #take = (answer: LeaseAnswer): void => {
    checkAnswer(answer)
    if (this.#state === 'left') return this.#giveBack(answer)
    this.#state = 'answered'
    this.#run.environment.leaseBreaker.succeeded()
    if (answer.type === 'taken') {
      this.#wait = answer.wait
      this.#run.leaseSeen = answer.wait.token
      return this.#run.feed({ type: 'lease', answer: 'taken' })
    }
    const { flight, environment } = this.#run
    // What was granted is given back when the flight ends; where something went wrong, and it has, at once.
    if (flight === undefined || flight.isClosed) return this.#giveBack(answer)
    environment.account.take('lease')
    flight.hold(answer.grant)
    this.#run.feed({ type: 'lease', answer: 'granted' })
  }

  /** It comes when nobody wants it any more. */
  #giveBack(answer: LeaseAnswer): void {
    this.#guarded(() => {
      if (answer.type === 'granted') answer.grant.release('stored')
      else answer.wait.leave()
    })
  }

  readonly #ended = (how: LeaseEnd): void => {
    if (this.#state === 'left') return
    this.#state = 'left'
    const { environment, key } = this.#run
    // The other process has found out that it makes no sense to wait for each other.
    if (how === 'uncacheable') environment.marks.write(key)
    this.#run.feed({ type: 'lease', answer: 'ended' })
  }

  readonly #failed = (cause: unknown): void => {
    if (this.#state === 'left') return
    this.#run.environment.leaseBreaker.failed()
    this.#tellFailure(
      cause instanceof LeaseError
        ? cause
        : new LeaseError('ERR_LEASE_FAILED', 'the lease could not be asked for', { cause }),
    )
  }

  #tellFailure(error: LeaseError): void {
    this.#state = 'left'
    this.#run.feed({ type: 'leaseError', error })
    this.#tolerate(error)
  }

  #tolerate(error: unknown): void {
    const { environment, id, key } = this.#run
    environment.tolerate({ transaction: id, key, during: 'lease', error })
  }

  /** Others' code; nothing depends on it. */
  #guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#tolerate(error)
    }
  }
}

/** A lease is others' code: what it answers is looked at before anything is done with it. @throws LeaseError */
const checkAnswer = (answer: LeaseAnswer): void => {
  const seen: Partial<{
    type: unknown
    grant: { release?: unknown }
    wait: { ended?: unknown; leave?: unknown }
  }> = Object(answer)
  const { type, grant, wait } = seen
  const isGranted = type === 'granted' && typeof grant?.release === 'function'
  const isTaken = type === 'taken' && isPromise(wait?.ended) && typeof wait?.leave === 'function'
  if (isGranted || isTaken) return
  throw new LeaseError('ERR_LEASE_FAILED', 'a lease is granted, or taken by another; seen: neither')
}

const unavailable = (cause: Error): LeaseError =>
  new LeaseError(
    'ERR_LEASE_UNAVAILABLE',
    'the lease has failed again and again, and is left alone for a while',
    {
      cause,
    },
  )

/** The flight begins, which others of this process may join, and one question is asked for all of them. */
export const openFlight = (run: TransactionRun): void => {
  run.flight = run.environment.flights.begin(run)
}

export const askForLease = (run: TransactionRun): void => {
  const { environment, key, flight } = run
  if (environment.lease === undefined || flight === undefined || flight.identity === null)
    throw new TypeError('there is no lease to ask for')
  run.leaseAsk = new LeaseAsk(run, environment.lease)
  run.leaseAsk.ask({ key, variant: leaseVariant(flight.identity) })
}

export const awaitLease = (run: TransactionRun): void => {
  run.leaseAsk?.await()
}

export const leaveLease = (run: TransactionRun, verdict: Verdict): void => {
  run.leaseAsk?.leave(verdict)
}

/** Who leads asks nobody: whoever has followed looks for itself. */
export const dissolveFlight = ({ flight }: TransactionRun): void => {
  if (flight?.isClosed === false) flight.feed('leader.resigned')
}
