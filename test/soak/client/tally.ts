import { faultyKinds, type Outcome, type OutcomeKind } from './outcome.ts'

/** What became of the requests. */
export interface TallyCounts {
  readonly sent: number
  readonly ended: number
  readonly kinds: Readonly<Record<OutcomeKind, number>>
  /** The adapter's own errors, by status and code. */
  readonly gatewayErrors: Readonly<Record<string, number>>
  /** Whose doing it was that answers broke off: the origin's, or by its conduct the client's. */
  readonly cuts: Readonly<Record<string, number>>
  /** What `Cache-Status` said of the answers. */
  readonly answers: Readonly<Record<AnswerSource, number>>
  /** The first faults, in words. */
  readonly faults: readonly string[]
  /** Of complete answers, in milliseconds. */
  readonly latency: Readonly<Record<'p50' | 'p90' | 'p99' | 'most', number>>
}

/** Where an answer came from. */
export type AnswerSource = 'hit' | 'collapsed' | 'validated' | 'staleIfError' | 'forwarded' | 'other'

/** As many faults are told in words; the rest is counted. */
const toldFaults = 20

/** Counts outcomes. */
export class Tally {
  #sent = 0
  #ended = 0
  readonly #kinds: Record<OutcomeKind, number> = {
    complete: 0,
    originError: 0,
    gatewayError: 0,
    cut: 0,
    left: 0,
    hung: 0,
    wrong: 0,
    lost: 0,
    twice: 0,
  }
  readonly #gatewayErrors: Record<string, number> = {}
  readonly #cuts: Record<string, number> = {}
  readonly #answers: Record<AnswerSource, number> = {
    hit: 0,
    collapsed: 0,
    validated: 0,
    staleIfError: 0,
    forwarded: 0,
    other: 0,
  }
  readonly #faults: string[] = []
  readonly #latencies: number[] = []

  get open(): number {
    return this.#sent - this.#ended
  }

  send(): void {
    this.#sent += 1
  }

  end({ kind, detail, milliseconds, cacheStatus }: Outcome): void {
    this.#ended += 1
    this.#kinds[kind] += 1
    if (faultyKinds.some((faulty) => faulty === kind) && this.#faults.length < toldFaults) {
      this.#faults.push(`${kind}: ${detail}`)
    }
    if (kind === 'gatewayError') count(this.#gatewayErrors, detail)
    if (kind === 'cut') count(this.#cuts, detail)
    if (kind !== 'complete') return
    this.#latencies.push(milliseconds)
    this.#answers[sourceOf(cacheStatus)] += 1
  }

  counts(): TallyCounts {
    const sorted = this.#latencies.toSorted((one, other) => one - other)
    const at = (share: number): number =>
      Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 10) / 10
    return {
      sent: this.#sent,
      ended: this.#ended,
      kinds: { ...this.#kinds },
      gatewayErrors: { ...this.#gatewayErrors },
      cuts: { ...this.#cuts },
      answers: { ...this.#answers },
      faults: [...this.#faults],
      latency: { p50: at(0.5), p90: at(0.9), p99: at(0.99), most: at(1) },
    }
  }
}

const count = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1
}

function sourceOf(cacheStatus: string): AnswerSource {
  if (cacheStatus.includes('; hit')) return 'hit'
  if (cacheStatus.includes('; collapsed')) return 'collapsed'
  if (cacheStatus.includes('detail=stale-if-error')) return 'staleIfError'
  if (cacheStatus.includes('fwd-status=304')) return 'validated'
  return cacheStatus.includes('; fwd=') ? 'forwarded' : 'other'
}
