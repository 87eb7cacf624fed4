import type { Latencies } from './latencies.ts'
import type { Schedule } from './schedule.ts'

/** What is to be sent when, over how many connections, and what is to be counted. Times in milliseconds. */
export interface PacedOptions {
  readonly schedule: Schedule
  readonly connections: number
  /** Sends a request on a connection, by its number. */
  readonly send: (connection: number) => void
  readonly latencies: Latencies
  /** What was due earlier does not count. */
  readonly countedFrom: number
}

/**
 * Requests that are sent when they are due and not when a server is ready for them. A latency counts from the time at which
 * its request was due: a server that holds everybody up is charged with all that waited meanwhile, and so is the sender if
 * it is late itself.
 */
export class PacedRequests {
  readonly #options: PacedOptions
  /** For each connection, when its unanswered requests were due: HTTP/1.1 answers in the order of the requests. */
  readonly #due: readonly number[][]
  readonly #idle: number[]
  #sent = 0
  #answered = 0

  constructor(options: PacedOptions) {
    this.#options = options
    this.#due = Array.from({ length: options.connections }, () => [])
    this.#idle = [...this.#due.keys()]
  }

  /** How many have no answer yet, those included that are not due yet. */
  get unanswered(): number {
    return this.#options.schedule.total - this.#answered
  }

  /** Sends all that are due: on connections that wait for nothing, or else behind what others wait for. */
  sendDue(now: number): void {
    const { schedule, connections, send } = this.#options
    for (const due = schedule.dueBy(now); this.#sent < due; this.#sent += 1) {
      const connection = this.#idle.pop() ?? this.#sent % connections
      this.#due[connection]?.push(schedule.timeOf(this.#sent))
      send(connection)
    }
  }

  /** A connection has its next answer. */
  answer(connection: number, now: number): void {
    const { latencies, countedFrom } = this.#options
    const waiting = this.#due[connection]
    const since = waiting?.shift()
    if (waiting === undefined || since === undefined) throw new RangeError('nobody has asked for that answer')
    if (since >= countedFrom) latencies.add(now - since)
    this.#answered += 1
    if (waiting.length === 0) this.#idle.push(connection)
  }
}
