import type { RecordedBegin, RecordedStep } from '../engine/record.ts'
import type { Transaction } from '../engine/transaction.ts'
import { transactionTable } from '../engine/transaction-table.ts'
import { beginAgain, type Replay } from './begin-again.ts'
import type { Deviation } from './compare-step.ts'
import { stepAgain } from './step-again.ts'
import type { Tally } from './tally.ts'

/** A transaction that has begun in the recording, and has not ended there yet. */
interface OpenTransaction {
  readonly id: number
  /** `null`: it is not made again, as its beginning is not known, or it has gone another way. */
  transaction: Transaction | null
  /** `doubtful`: some records are lost, and may have been of this one. */
  standing: 'certain' | 'doubtful'
  steps: number
  /** Whose flight it said that it joins, until it has. */
  joins: number | undefined
}

/** The transactions of one recording, made again as its records come. */
export class ReplayedTransactions {
  readonly #tally: Tally
  readonly #limit: number
  readonly #open = new Map<number, OpenTransaction>()
  /** From which id on the recording has everything; ids are given in the order in which transactions begin. */
  #certainFrom = Infinity
  #lastBegun = 0

  constructor(tally: Tally, limit: number) {
    this.#tally = tally
    this.#limit = limit
  }

  /** Whether all that the transaction did should be in the recording. */
  isCertain(id: number): boolean {
    return id >= this.#certainFrom
  }

  /** Whether there can be a transaction with this id. */
  hasBegun(id: number): boolean {
    return id <= this.#lastBegun || !this.isCertain(id)
  }

  /** `replay`: `null` where nobody knows under which policy it was. */
  begin(record: RecordedBegin, replay: Replay | null): void {
    const { id } = record
    const known = this.#open.get(id)
    if (known !== undefined) {
      const expected = 'its beginning once more'
      this.#differ(known, { what: 'order', expected, seen: 'it has begun already, and has not ended' })
      return
    }
    if (this.#certainFrom === Infinity) this.#certainFrom = id
    this.#lastBegun = Math.max(this.#lastBegun, id)
    if (replay === null) this.#tally.incomplete += 1
    this.#add(id, replay && beginAgain(record, replay))
  }

  step(record: RecordedStep): void {
    const open = this.#open.get(record.id) ?? this.#stranger(record)
    const { transaction } = open
    if (transaction === null) {
      if (isEnd(record)) this.#open.delete(record.id)
      return
    }
    open.steps += 1
    const { joins } = open
    open.joins = undefined
    if (joins !== undefined && this.#isMissed(joins, record)) {
      const seen = 'its flight does not get it as a follower'
      return this.#deviate(open, { what: 'leader', expected: `transaction ${joins}`, seen })
    }
    this.#stepAgain(open, transaction, record)
  }

  /** Whether a flight should have got it by now, all of whose facts are recorded. One that has ended meanwhile gets nobody. */
  #isMissed(leader: number, { input }: RecordedStep): boolean {
    const isLanded = input.type === 'flightOver' && input.outcome === 'landed'
    return !isLanded && this.isCertain(leader) && leader <= this.#lastBegun
  }

  /** A flight has got a follower: it should be the one that the transaction has said. */
  joined(follower: number, leader: number): void {
    const open = this.#open.get(follower)
    if (open?.joins === undefined) return
    const said = open.joins
    open.joins = undefined
    if (said === leader) return
    const seen = `it is transaction ${leader} that gets it as a follower`
    this.#deviate(open, { what: 'leader', expected: `transaction ${said}`, seen })
  }

  /** Some records are missing from here on; nobody knows of which transactions. */
  lose(): void {
    this.#certainFrom = Infinity
    for (const open of this.#open.values()) open.standing = 'doubtful'
  }

  /** Nothing more comes of these. */
  end(): void {
    for (const { transaction } of this.#open.values()) if (transaction !== null) this.#tally.incomplete += 1
    this.#open.clear()
    this.#certainFrom = Infinity
    this.#lastBegun = 0
  }

  #add(id: number, transaction: Transaction | null): OpenTransaction {
    const open: OpenTransaction = { id, transaction, standing: 'certain', steps: 0, joins: undefined }
    this.#open.set(id, open)
    this.#forgetOldest()
    return open
  }

  /** A tenth at once: to find the first of a map, V8 passes the places of all that have gone since it last made a new table. */
  #forgetOldest(): void {
    if (this.#open.size <= this.#limit) return
    for (const { id, transaction } of this.#open.values()) {
      if (this.#open.size <= Math.ceil(this.#limit * 0.9)) return
      this.#open.delete(id)
      if (transaction !== null) this.#tally.incomplete += 1
      this.#certainFrom = Math.max(this.#certainFrom, id + 1)
    }
  }

  /** A step of a transaction that is not known: its beginning was not recorded, or there is no such transaction. */
  #stranger({ id, event }: RecordedStep): OpenTransaction {
    const open = this.#add(id, null)
    open.steps = 1
    if (this.isCertain(id)) {
      const seen = 'no transaction of this number has begun that has not ended'
      this.#differ(open, { what: 'order', expected: `a step, "${event}"`, seen })
    } else {
      this.#tally.incomplete += 1
    }
    return open
  }

  #stepAgain(open: OpenTransaction, transaction: Transaction, record: RecordedStep): void {
    const came = stepAgain(transaction, record)
    if (came !== 'agrees' && came !== 'broken') {
      this.#deviate(open, came)
      // Unless it is in dispute where it led.
      if (came.what !== 'to' && isEnd(record)) this.#open.delete(open.id)
      return
    }
    this.#tally.steps += 1
    if (came === 'broken' || transaction.state.final) {
      this.#tally.transactions += 1
      this.#open.delete(record.id)
    } else if (record.event === 'lookup.joined' || record.event === 'deadline.joined') {
      open.joins = record.leader
    }
  }

  /** Where records are lost, what is missing is no other way. */
  #deviate(open: OpenTransaction, deviation: Deviation): void {
    if (open.standing === 'certain') return this.#differ(open, deviation)
    open.transaction = null
    this.#tally.incomplete += 1
  }

  #differ(open: OpenTransaction, deviation: Deviation): void {
    open.transaction = null
    this.#tally.differ({ kind: 'transaction', id: open.id, step: open.steps }, deviation)
  }
}

const isEnd = ({ to }: RecordedStep): boolean => transactionTable.states.get(to)?.final === true
