import type { Engine } from '../engine/engine.ts'
import type { FlightNode } from '../engine/flight-table.ts'
import type { History } from '../engine/history.ts'
import type { Ring } from '../engine/ring.ts'
import type { Backend } from '../ports/backend.ts'
import type { FlightEventType, FlightState } from '../machine/flight-alphabet.ts'
import type { TransactionEventType, TransactionState } from '../machine/transaction-alphabet.ts'
import type { Clock } from '../ports/clock.ts'
import type { Lease } from '../ports/lease.ts'
import type { Store } from '../ports/store.ts'
import type { Account } from './account.ts'
import type { BackgroundSupervisor } from './background-supervisor.ts'
import type { CollapseOptions, Deadlines, Tolerated } from './cache-api.ts'
import type { FlightRun } from './flight-run.ts'
import type { Flights } from './flights.ts'
import type { Marks } from './marks.ts'
import type { OutcomeCounts } from './outcome-counts.ts'
import type { OwedInvalidations } from './owed-invalidations.ts'
import type { Recorder } from './recorder.ts'
import type { Roster } from './roster.ts'
import type { SettingsSource } from './settings-source.ts'
import type { StoreBreaker } from './store-breaker.ts'
import type { StuckWatch } from './stuck-watch.ts'
import type { TransactionRun } from './transaction-run.ts'
import type { WriteBehind } from './write-behind.ts'
import type { WriteGate } from './write-gate.ts'

/** What all transactions of one cache share. */
export interface Environment {
  readonly store: Store
  readonly backend: Backend
  /** Who may ask the origin, of all that share the store; `undefined`: nobody else does. */
  readonly lease: Lease | undefined
  readonly leaseBreaker: StoreBreaker
  readonly clock: Clock
  readonly deadlines: Required<Deadlines>
  readonly engine: Engine
  /** Where every flight begins. */
  readonly flightStart: FlightNode
  readonly supervisor: BackgroundSupervisor
  /** Transactions that could not be finished at once. */
  readonly open: Roster<TransactionRun>
  /** Those whose bodies are still on their way, some of them longer than their transaction. */
  readonly relays: Roster<TransactionRun>
  /** Changes to the store that it has not confirmed yet. */
  readonly changes: Roster<unknown>
  readonly finished: Ring<History>
  /** The fetches that are under way. */
  readonly flights: Flights
  readonly marks: Marks
  /** How many purges there have been; and whether the store tells of those by others, who have it as well. */
  readonly purges: { count: number; byOthers: 'unknown' | 'possible' }
  readonly account: Account
  /** Whether the store is asked at all. */
  readonly breaker: StoreBreaker
  /** Whether it is given anything to keep. */
  readonly writes: WriteGate
  readonly writeBehind: WriteBehind
  /** What the store has yet to be told to remove. */
  readonly owed: OwedInvalidations
  readonly stuck: StuckWatch
  readonly collapse: Required<CollapseOptions>
  readonly settings: SettingsSource
  readonly counts: OutcomeCounts
  /** Tells whoever listens of a transition. */
  readonly observe: (run: TransactionRun, event: TransactionEventType, from: TransactionState) => void
  readonly observeFlight: (flight: FlightRun, event: FlightEventType, from: FlightState) => void
  /** Writes down what is needed to make the same transitions again, where somebody wants that. */
  readonly recorder: Recorder | undefined
  readonly waitUntil: ((work: Promise<unknown>, run: TransactionRun) => void) | undefined
  nextId(): number
  /** Begins the background transaction that this one was elected to start. */
  startRefresh(stale: TransactionRun): void
  /** A failure that no client sees is counted and told. */
  tolerate(failure: Tolerated): void
  /** Something has ended: perhaps nothing is left. */
  noteEnd(): void
}
