import type { FlightNode } from '../engine/flight-table.ts'
import type { Machines } from '../engine/machines.ts'
import type { RecordedFlight } from '../engine/record.ts'
import { IllegalEventError, step } from '../engine/step.ts'
import { compareStep, wasIllegal, type Deviation } from './compare-step.ts'
import type { ReplayedTransactions } from './replayed-transactions.ts'
import type { Tally } from './tally.ts'

/** A flight that has not ended in the recording. */
interface OpenFlight {
  readonly leader: number
  /** `null`: it has gone another way, and is not looked at any more. */
  state: FlightNode | null
  standing: 'certain' | 'doubtful'
  steps: number
  /** Those who wait for it. */
  readonly parked: Set<number>
}

/** The flights of one recording, made again as its records come. */
export class ReplayedFlights {
  readonly #tally: Tally
  readonly #limit: number
  readonly #machine: Machines['flight']
  readonly #open = new Map<number, OpenFlight>()
  /** Of those that were forgotten, as there were too many. */
  #forgotten = 0

  constructor(
    tally: Tally,
    { limit, machine }: { readonly limit: number; readonly machine: Machines['flight'] },
  ) {
    this.#tally = tally
    this.#limit = limit
    this.#machine = machine
  }

  step(record: RecordedFlight, transactions: ReplayedTransactions): void {
    const { leader } = record
    const flight = this.#open.get(leader) ?? this.#add(record, transactions)
    const { state } = flight
    const isEnd = this.#machine.states.get(record.to)?.final === true
    if (state === null) {
      if (isEnd) this.#open.delete(leader)
      return
    }
    flight.steps += 1
    const deviation = transactions.hasBegun(leader) ? this.#stepAgain(flight, state, record) : noLeader
    if (deviation === null) return
    this.#deviate(flight, deviation)
    // Unless it is in dispute where it led.
    if (deviation.what !== 'to' && isEnd) this.#open.delete(leader)
  }

  /** Some records are missing from here on. */
  lose(): void {
    for (const flight of this.#open.values()) flight.standing = 'doubtful'
  }

  end(): void {
    this.#open.clear()
    this.#forgotten = 0
  }

  /** One whose beginning was not recorded goes on from where it is: nothing but its state tells what it does. */
  #add({ leader, from }: RecordedFlight, transactions: ReplayedTransactions): OpenFlight {
    const isCertain = transactions.isCertain(leader) && leader > this.#forgotten
    const { initial, states } = this.#machine
    const flight: OpenFlight = {
      leader,
      state: isCertain ? initial : (states.get(from) ?? null),
      standing: isCertain ? 'certain' : 'doubtful',
      steps: 0,
      parked: new Set(),
    }
    this.#open.set(leader, flight)
    this.#forgetOldest()
    return flight
  }

  /** As of the transactions, a tenth at once. */
  #forgetOldest(): void {
    if (this.#open.size <= this.#limit) return
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= Math.ceil(this.#limit * 0.9)) return
      this.#open.delete(oldest)
      this.#forgotten = Math.max(this.#forgotten, oldest)
    }
  }

  #stepAgain(flight: OpenFlight, state: FlightNode, record: RecordedFlight): Deviation | null {
    if (record.from !== state.name) return { what: 'from', expected: record.from, seen: state.name }
    const untimely = untimelyFollower(flight, record)
    if (untimely !== null) return untimely
    try {
      const { event, target, effects } = step(state, record.event)
      const deviation = compareStep(record, { event, from: state.name, to: target.name, effects })
      if (deviation === null) this.#go(flight, target, record)
      return deviation
    } catch (error) {
      if (!(error instanceof IllegalEventError)) throw error
      if (wasIllegal(record)) return null
      const expected = `event "${record.event}" leads to state "${record.to}"`
      return { what: 'illegal', expected, seen: error.message }
    }
  }

  #go(flight: OpenFlight, target: FlightNode, { effects, follower }: RecordedFlight): void {
    this.#tally.steps += 1
    flight.state = target
    if (target.final) {
      this.#tally.flights += 1
      this.#open.delete(flight.leader)
    }
    for (const effect of effects) {
      if (effect.startsWith('followers.')) flight.parked.clear()
      else if (follower !== undefined && effect === 'follower.park') flight.parked.add(follower)
      else if (follower !== undefined && effect.startsWith('follower.')) flight.parked.delete(follower)
    }
  }

  #deviate(flight: OpenFlight, deviation: Deviation): void {
    flight.state = null
    if (flight.standing === 'certain')
      this.#tally.differ({ kind: 'flight', id: flight.leader, step: flight.steps }, deviation)
  }
}

const noLeader: Deviation = {
  what: 'order',
  expected: 'a fact for it',
  seen: 'no transaction of this number has begun',
}

/** Nobody waits twice, and only who waits may leave. */
const untimelyFollower = (
  { parked, standing }: OpenFlight,
  { event, follower }: RecordedFlight,
): Deviation | null => {
  if (follower === undefined || standing === 'doubtful') return null
  const isParked = parked.has(follower)
  const isUntimely =
    (event === 'follower.left' && !isParked) ||
    ((event === 'follower.joined' || event === 'follower.late') && isParked)
  if (!isUntimely) return null
  const seen = `transaction ${follower} ${isParked ? 'waits for it already' : 'does not wait for it'}`
  return { what: 'order', expected: `"${event}" of transaction ${follower}`, seen }
}
