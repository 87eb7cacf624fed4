import type {
  FlightEffect,
  FlightEventType,
  FlightState,
  Millis,
  Outcome,
  Role,
  TransactionEffect,
  TransactionEventType,
  TransactionState,
} from '@cachechart/core'

/** What keeps a transaction where it is, while it is in a state. */
export type WaitsFor = 'nothing' | 'store' | 'leader' | 'lease' | 'origin' | 'client'

/** Something that happened to a transaction. */
export interface TimelineStep {
  readonly at: Millis
  /** Its place among all records: what is of one moment has come in this order. */
  readonly order: number
  readonly event: TransactionEventType
  readonly from: TransactionState
  readonly to: TransactionState
  readonly effects: readonly TransactionEffect[]
  /** What came with it, in a few words: a status, an error, how long a deadline was; empty where nothing did. */
  readonly detail: string
}

/** How long a transaction was in one state. */
export interface TimelineSpan {
  readonly state: TransactionState
  readonly begin: Millis
  /** `null`: nothing is known of its end. */
  readonly end: Millis | null
  readonly waitsFor: WaitsFor
  /** What ended it; `null`: nothing has, it is not on record, or a leader that failed handed it to another. */
  readonly endedBy: TransactionEventType | null
  /** The transaction that it waited for, while it followed one, … */
  readonly leader: number | null
  /** … and the flight which that one led, where it is known. */
  readonly flight: string | null
}

/** When it came to what matters to whoever looks for lost time; `null`: it did not. */
export interface TimelineMoments {
  /** The store had answered, for the first time. */
  readonly lookedUp: Millis | null
  /** The request went to the origin. */
  readonly sent: Millis | null
  /** The head of the origin's reply came. */
  readonly firstByte: Millis | null
  /** The client was given a response, or an error. */
  readonly answered: Millis | null
  /** The client had the whole of it. */
  readonly delivered: Millis | null
  /** The store held what its flight has brought. */
  readonly stored: Millis | null
  readonly clientGone: Millis | null
  /** The first time that a deadline passed. */
  readonly deadline: Millis | null
}

/** What a transaction was to others from a moment on. */
export interface TimelineRole {
  readonly role: Role
  readonly at: Millis
}

/** One request, or one refresh, on its way through the cache. */
export interface TimelineTransaction {
  /** Tells the cache from all others; empty where the recording does not say it. */
  readonly run: string
  readonly id: number
  readonly method: string
  readonly url: string
  readonly key: string
  /** What it was to others, one after the other; at least one. */
  readonly roles: readonly TimelineRole[]
  readonly begin: Millis
  /** The place of its beginning among all records. */
  readonly order: number
  /** `null`: it was open when the recording ended, or its end is among the records that were lost. */
  readonly end: Millis | null
  /** The state in which it was last seen. */
  readonly state: TransactionState
  /** Of the response that its client got, or would have got; `null` where there was none, or it is not on record. */
  readonly status: number | null
  /** `null`: there is none yet, or nothing was owed to anybody. */
  readonly outcome: Outcome | null
  readonly spans: readonly TimelineSpan[]
  readonly steps: readonly TimelineStep[]
  /** How many steps more it took than are kept. */
  readonly stepsLeftOut: number
  readonly moments: TimelineMoments
  /** The transaction that began it, of a refresh. */
  readonly begunBy: number | null
  /** `gaps`: steps of it are missing in the recording. */
  readonly record: 'whole' | 'gaps'
}

/** Something that happened to a flight. */
export interface TimelineFlightStep {
  readonly at: Millis
  /** Its place among all records. */
  readonly order: number
  readonly event: FlightEventType
  readonly from: FlightState
  readonly to: FlightState
  readonly effects: readonly FlightEffect[]
  /** The transaction that it is about. */
  readonly follower: number | null
}

/** How long a flight was in one state. */
export interface TimelineFlightSpan {
  readonly state: FlightState
  readonly begin: Millis
  readonly end: Millis | null
}

/** One fetch, and all who waited for it. */
export interface TimelineFlight {
  /** Unique in its timeline. */
  readonly id: string
  readonly run: string
  /** The transaction that leads. */
  readonly leader: number
  readonly key: string
  readonly begin: Millis
  /** The place of its beginning among all records. */
  readonly order: number
  readonly end: Millis | null
  readonly spans: readonly TimelineFlightSpan[]
  readonly steps: readonly TimelineFlightStep[]
  /** How many steps more it took than are kept. */
  readonly stepsLeftOut: number
  /** Who joined, in order, those that came too late for the first byte among them. */
  readonly followers: readonly number[]
  /** `null` while it goes on. */
  readonly endedBy: FlightEventType | null
  /** When the store held what it has brought; `null`: it did not. */
  readonly stored: Millis | null
}

/** What is not in a timeline. */
export interface TimelineLeftOut {
  /** Transactions for which there was no room. */
  readonly transactions: number
  /** Records of transactions whose beginning is not in the recording, or that were left out. */
  readonly records: number
  /** Records that the cache itself has not written, because they came too fast. */
  readonly lost: number
}

/** What a cache, or several, did in the course of time: plain data, the same for the same records. */
export interface Timeline {
  /** From the beginning of the first transaction to the last that is known of any; both 0 when there is none. */
  readonly begin: Millis
  readonly end: Millis
  /** By their beginning, those of one moment as they were recorded. */
  readonly transactions: readonly TimelineTransaction[]
  /** By their beginning. */
  readonly flights: readonly TimelineFlight[]
  readonly leftOut: TimelineLeftOut
}
