import { advance } from '../engine/advance.ts'
import type { Input } from '../engine/input.ts'
import type { Transaction } from '../engine/transaction.ts'
import type { TransactionState } from '../machine/transaction-alphabet.ts'
import type { Millis } from '../http/units.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { BackendReply } from '../ports/backend.ts'
import type { Body } from '../ports/body.ts'
import type { StoredEntry, StoreMoment } from '../ports/store.ts'
import type { FlightIdentity } from '../engine/flight-identity.ts'
import type { Outcome, ResponseOutcome } from '../engine/outcome.ts'
import type { Trace } from '../engine/trace.ts'
import type { BodyRelay } from './body-relay.ts'
import type { CacheRequest } from './cache-api.ts'
import { CancelledError, MisuseError } from './driver-errors.ts'
import { DeadlineWatch } from './deadline-watch.ts'
import type { Delivery } from './delivery.ts'
import type { Environment } from './environment.ts'
import type { FlightRun, SharedReply } from './flight-run.ts'
import { isOvercome } from './is-overcome.ts'
import { isTooLate } from './is-too-late.ts'
import type { LeaseAsk } from './lease-ask.ts'
import { noFields } from './look-up.ts'
import { payObligation } from './obligation.ts'
import type { OriginCall } from './origin-call.ts'
import { PendingOutcome } from './pending-outcome.ts'
import { perform } from './perform.ts'
import type { PurgeNote } from './purge-note.ts'
import type { RelayReader } from './relay-reader.ts'
import type { Seat } from './roster.ts'
import type { Settings } from './settings.ts'
import { StoreBudget } from './store-budget.ts'

/**
 * One transaction at work: takes inputs, lets the engine draw its conclusion, carries out the effects. Whatever can go
 * on without waiting does, within the call that brought the input.
 */
export class TransactionRun extends PendingOutcome {
  readonly environment: Environment
  readonly transaction: Transaction
  readonly request: CacheRequest
  readonly settings: Settings
  readonly deadline: DeadlineWatch
  /** When the present run of inputs began: one reading of the clock serves all that goes on at once. */
  now: Millis = 0
  entry: StoredEntry | undefined
  storedBody: Body | undefined
  call: OriginCall | undefined
  reply: BackendReply | undefined
  /** Carries the body of its own reply. */
  relay: BodyRelay | undefined
  /** The relay, its own or its leader's, and the place there from which its client reads. */
  source: BodyRelay | undefined
  reader: RelayReader | undefined
  delivery: Delivery | undefined
  /** Whether it may share a fetch with others at all. */
  collapse: Settings['collapse']
  /** By which fields the response that is stored for its key was selected. */
  knownVary: readonly string[] = noFields
  identity: FlightIdentity | null = null
  /** What its store said of purges when it was asked; `null`: those before the reply do not matter. */
  moment: StoreMoment | null | undefined
  /** Its question for a lease, where it has needed one. */
  leaseAsk: LeaseAsk | undefined
  /** The token of the last lease that it has waited for. */
  leaseSeen = 0
  /** The flight that it leads. */
  flight: FlightRun | undefined
  /** The flight that its lookup has found, and may join. */
  candidate: FlightRun | undefined
  /** The flight that it follows, and its place there. */
  following: FlightRun | undefined
  place: Seat<TransactionRun> | undefined
  /** How many purges there had been when it began to follow. */
  followsSince = 0
  /** What its leader has got, which is for this one, too. */
  shared: SharedReply | undefined
  /** How its client was answered, once it was. */
  answered: ResponseOutcome | undefined
  /** Whether its obligation to the cache is open. */
  obligation: 'none' | 'open' | 'discharged' = 'none'
  /** `asked`: the store owes an answer. One that was cancelled may still come, and is not wanted any more. */
  lookup: 'wanted' | 'asked' | 'cancelled' = 'wanted'
  /** How often the store was asked: by that a late answer is told from the next. */
  lookups = 0
  /** Told when nothing of this transaction is left, with what went wrong. */
  onEnd: ((failure: unknown) => void) | undefined
  #storeBudget: StoreBudget | undefined
  #purges: PurgeNote[] | undefined
  #failure: unknown
  #seat: Seat<TransactionRun> | undefined
  /** What came while another input was taken; hardly ever more than one. */
  #next: Input | undefined
  #further: Input[] | undefined
  #state: 'resting' | 'running' | 'closed' = 'resting'

  constructor(
    environment: Environment,
    transaction: Transaction,
    { request, settings }: { readonly request: CacheRequest; readonly settings: Settings },
  ) {
    super()
    this.environment = environment
    this.transaction = transaction
    this.request = request
    this.settings = settings
    this.collapse = settings.collapse
    this.deadline = new DeadlineWatch(this)
  }

  get id(): number {
    return this.transaction.history.id
  }

  get key(): string {
    return this.transaction.history.key
  }

  /** Why there was no reply, or none that could be used. */
  get failure(): unknown {
    return this.#failure
  }

  get state(): TransactionState {
    return this.transaction.state.name
  }

  /** What the backend said last of what it is doing. */
  get step(): string | undefined {
    return this.call?.step
  }

  /** What its client may still lose to the store. */
  get storeBudget(): StoreBudget {
    return (this.#storeBudget ??= new StoreBudget(this.settings.deadlines.store))
  }

  trace(): Trace {
    return this.transaction.history.toTrace()
  }

  /** Changes whenever the client has taken a piece of the body. */
  progress(): unknown {
    return this.delivery?.taken
  }

  cancel(): void {
    if (this.outcome.isSettled) {
      this.delivery?.cancel()
      return
    }
    this.outcome.settle({
      type: 'error',
      error: new CancelledError('the request was cancelled by its caller'),
    })
    this.clientGone()
  }

  /** Something was purged while it was under way. Of what its reply will be labelled with nothing is known before it comes. */
  notePurge(note: PurgeNote): void {
    if (this.state.startsWith('awaitBackend') || this.state === 'direct') (this.#purges ??= []).push(note)
  }

  /** The first purge that concerns this reply, of those since it was asked for; by its ordinal. */
  purgeOf(stored: StoredResponse): number | undefined {
    return this.#purges?.find((note) => note.concernsRequest(this) || note.concernsStored(stored))?.ordinal
  }

  clientGone(): void {
    this.feed({ type: 'clientGone', others: this.flight?.followers ?? 0 })
  }

  /** Takes an input, and everything that follows from it at once. */
  feed(input: Input): void {
    if (this.#state === 'closed') {
      const error = new MisuseError(`input "${input.type}" came after the transaction had ended`)
      this.environment.tolerate({ transaction: this.id, key: this.key, during: 'run', error })
      return
    }
    if (this.#next === undefined) this.#next = input
    else (this.#further ??= []).push(input)
    if (this.#state === 'running') return
    this.#state = 'running'
    try {
      this.now = this.environment.clock.now()
      do {
        this.#takeAll()
        // A body may break at its very start: what that tells is heard in this turn, or it never would be.
        this.relay?.start()
      } while (this.#next !== undefined)
    } catch (error) {
      this.#breakOff(error)
      return
    }
    this.#rest()
  }

  /** The body has gone its way, to its end or not. */
  relayEnded(failure: unknown): void {
    this.#failure ??= failure
    if (this.#state === 'closed') this.#end()
  }

  /** What is left when the transaction has ended (the caller left while it was being answered) changes nothing. */
  #takeAll(): void {
    for (let next = this.#next; next !== undefined; next = this.#next) {
      this.#next = this.#further?.shift()
      if (!isTooLate(this.transaction, next)) this.#take(next)
    }
  }

  #take(input: Input): void {
    const from = this.transaction.state.name
    const { recorder } = this.environment
    const { verdict, edge } = recorder?.advance(this, input) ?? advance(this.transaction, input, this.now)
    if ('error' in verdict && !isOvercome(verdict.type)) this.#failure = verdict.error
    this.environment.observe(this, verdict.type, from)
    for (const effect of edge.effects) perform(this, effect, verdict)
  }

  #rest(): void {
    if (this.transaction.state.final) {
      this.#close()
    } else {
      this.#state = 'resting'
      if (this.#seat === undefined) {
        this.#seat = this.environment.open.add(this)
        this.environment.stuck.opened()
      }
      this.deadline.arm()
    }
  }

  #close(): void {
    this.#state = 'closed'
    this.deadline.clearAll()
    this.#guarded(() => this.storedBody?.cancel())
    this.#settleDebts()
    if (this.#seat !== undefined) {
      this.environment.open.leave(this.#seat)
      this.environment.stuck.closed()
    }
    this.environment.finished.add(this.transaction.history)
    if (this.relay === undefined || this.relay.hasEnded) this.#end()
  }

  /** All that was owed must have been given by now: to the client, to the cache, and by the flight that it followed. */
  #settleDebts(): void {
    const { account } = this.environment
    if (this.obligation === 'open') payObligation(this, 'lost')
    if (this.following !== undefined) {
      this.following.release(this)
      account.report({ what: 'follower', how: 'lost', transaction: this.trace() })
    }
    if (this.transaction.history.role === 'background') return
    if (!this.outcome.isSettled) account.report({ what: 'client', how: 'lost', transaction: this.trace() })
    account.discharge('client')
    this.environment.counts.add(this.#finalOutcome())
  }

  /** By the state in which it has ended, and the edge by which its client was answered. */
  #finalOutcome(): Outcome {
    if (this.state === 'failed') return 'error'
    if (this.answered !== undefined && this.state !== 'abandoned') return this.answered
    return this.outcome.isSettled && this.state !== 'abandoned' ? 'error' : 'abandoned'
  }

  /** Nothing is left to be done, not even a body on its way to the store. */
  #end(): void {
    const failure = this.#failure
    if (failure !== undefined && this.transaction.state.name === 'settled') {
      this.environment.tolerate({ transaction: this.id, key: this.key, during: 'refresh', error: failure })
    }
    this.#guarded(() => this.onEnd?.(failure))
    this.environment.noteEnd()
  }

  /** Others' code, where all is settled already: when it throws nothing may be left behind for it. */
  #guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.environment.tolerate({ transaction: this.id, key: this.key, during: 'run', error })
    }
  }

  /** Something is wrong with the machine or its driver. The caller hears of it, and nothing is left behind. */
  #breakOff(error: unknown): void {
    this.outcome.settle({ type: 'error', error })
    this.environment.tolerate({ transaction: this.id, key: this.key, during: 'run', error })
    this.delivery?.abort(error)
    this.relay?.stop()
    this.call?.cancel()
    this.#guarded(() => this.flight?.giveUp())
    this.#guarded(() => this.following?.feed('follower.left', this))
    this.#close()
  }
}
