import type { Interpreter } from '../engine/interpreter.ts'
import { machinesOf, type MachineOptions } from '../engine/machines.ts'
import type { CacheRecord, RecordedFlight, RecordingStart } from '../engine/record.ts'
import { createTableInterpreter } from '../engine/table-interpreter.ts'
import { definePolicy } from '../policy/default-policy.ts'
import type { PolicyOptions } from '../policy/policy-options.ts'
import type { Replay } from './begin-again.ts'
import type { ReplayResult } from './replay-result.ts'
import { ReplayedFlights } from './replayed-flights.ts'
import { ReplayedTransactions } from './replayed-transactions.ts'
import { Tally } from './tally.ts'

/** How a recording is replayed. */
export interface ReplayOptions {
  /** Variants of the machines, to see where they would go another way. Default: the cache's own. */
  readonly machines?: MachineOptions
  /** In place of what was recorded, option by option, to see what another policy would change. `key` changes nothing. */
  readonly policy?: PolicyOptions
  /**
   * How many transactions, and flights, may be open at the same time; when there are more the oldest are given up, and
   * counted as incomplete. Default 100 000.
   */
  readonly limit?: number
}

/** Replays a recording as its records come. What it keeps is what is open in the recording, and no more. */
export interface Replayer {
  /** The next record. `line`: which one it is, from 1; default: one more than the last. */
  take(record: CacheRecord, line?: number): void
  /** Nothing more comes. What is open is incomplete. */
  end(): ReplayResult
}

/**
 * Replays a recording as it is read: what each transaction was told then it is told again, by policy and machine as they are
 * now, and what it does is compared with what it did. Where it goes another way, that is kept, if it is the first time, and
 * the rest of that transaction is left alone.
 *
 * @throws CompileError when a variant of a machine cannot be used; TypeError or RangeError when the policy makes no sense
 * @example
 * import { createReplayer, parseRecord } from '@cachechart/core/recording'
 *
 * const replayer = createReplayer()
 * for (const line of ['{"kind":"loss","at":0,"count":3}']) replayer.take(parseRecord(line, 1))
 * console.log(replayer.end().lost) // 3
 */
export const createReplayer = (options: ReplayOptions = {}): Replayer => new RecordingReplayer(options)

/** Leads each record to where what is open is known. */
class RecordingReplayer implements Replayer {
  readonly #policy: PolicyOptions
  readonly #interpreter: Interpreter
  readonly #tally = new Tally()
  readonly #transactions: ReplayedTransactions
  readonly #flights: ReplayedFlights
  #replay: Replay | null = null

  constructor({ policy, machines, limit = 100_000 }: ReplayOptions) {
    definePolicy(policy) // what makes no sense is told at once
    const { transaction, flight } = machinesOf(machines)
    this.#policy = given(policy)
    this.#interpreter = createTableInterpreter(transaction.initial)
    this.#transactions = new ReplayedTransactions(this.#tally, limit)
    this.#flights = new ReplayedFlights(this.#tally, { limit, machine: flight })
  }

  take(record: CacheRecord, line = this.#tally.line + 1): void {
    this.#tally.line = line
    switch (record.kind) {
      case 'start':
        return this.#start(record)
      case 'begin':
        return this.#transactions.begin(record, this.#replay)
      case 'step':
        return this.#transactions.step(record)
      case 'flight':
        return this.#flight(record)
      case 'loss':
        this.#tally.lost += record.count
        this.#transactions.lose()
        return this.#flights.lose()
    }
  }

  end(): ReplayResult {
    this.#endRun()
    return this.#tally.toResult()
  }

  #start({ run, policy }: RecordingStart): void {
    // A file that follows another begins with the same start: what was open there goes on here.
    if (run !== this.#tally.run) this.#endRun()
    this.#tally.run = run
    this.#replay = {
      policy: definePolicy({ ...policy, ...this.#policy }),
      interpreter: this.#interpreter,
    }
  }

  #flight(record: RecordedFlight): void {
    if (record.follower !== undefined && isJoining(record.event))
      this.#transactions.joined(record.follower, record.leader)
    this.#flights.step(record, this.#transactions)
  }

  #endRun(): void {
    this.#transactions.end()
    this.#flights.end()
  }
}

const isJoining = (event: string): boolean => event === 'follower.joined' || event === 'follower.late'

const given = (policy: PolicyOptions = {}): PolicyOptions =>
  Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined))
