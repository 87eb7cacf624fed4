import type { Moment, Removal, Saying } from './record.ts'
import type { Use } from './use.ts'

/** An HTTP cache as RFC 9111 permits it at its most lenient: it remembers all that was ever said, and judges by that. */
export class ReferenceCache {
  readonly sayings: Saying[] = []
  readonly removals: Removal[] = []
  readonly failures: { readonly page: string; readonly at: Moment }[] = []

  /** Why a version may not be given; `undefined`: something that was said permits it. */
  objection(use: Use): string | undefined {
    const about = this.sayings.filter(({ version, page }) => version === use.version && page === use.page)
    const objections = about.map((saying) => this.#objectionTo(saying, use))
    if (objections.includes(undefined)) return undefined
    return objections.at(-1) ?? 'the origin never said it of this page'
  }

  /** How old it is, and until which age it is fresh. RFC 9111 §4.2, §4.2.3 */
  ageOf(saying: Saying, now: number, sent: Moment): { readonly age: number; readonly lifetime: number } {
    const ageAt = (time: number) => saying.age + Math.floor((time - saying.askedAt) / 1000)
    const ends = this.#removalsOf(saying, sent, 'soft').map(({ begunAt }) => ageAt(begunAt))
    return { age: ageAt(now), lifetime: Math.min(saying.control.maxAge, ...ends) }
  }

  #removalsOf(saying: Saying, sent: Moment, force: Removal['force']): Removal[] {
    return this.removals.filter(
      (each) => each.force === force && each.done < sent && saying.asked < each.begun && each.covers(saying),
    )
  }

  #objectionTo(saying: Saying, use: Use): string | undefined {
    const { control, language, client } = saying
    if (language !== null && language !== use.language) return `it is in ${language} (RFC 9111 §4.1)`
    if (client === use.client && saying.asked > use.sent) return undefined // it is the reply to this very request
    if (saying.forOne) return 'it was for somebody else alone (RFC 9111 §3)'
    if (control.veto === 'no-cache') return 'it needs validation (RFC 9111 §5.2.2.4)'
    if (this.#removalsOf(saying, use.sent, 'hard').length > 0) return 'it was removed before (RFC 9111 §4.4)'
    const { age, lifetime } = this.ageOf(saying, use.now, use.sent)
    const mayBeStale = !['must-revalidate', 'proxy-revalidate', 's-maxage'].includes(control.veto)
    const staleFor = `it has been stale for ${age - lifetime} s`
    if (use.masked) {
      const hasFailed = this.failures.some(({ page, at }) => page === use.page && at > use.sent)
      const isInWindow = control.staleIfError > 0 && age - lifetime <= control.staleIfError
      return mayBeStale && isInWindow && hasFailed ? undefined : `${staleFor} (RFC 5861 §4)`
    }
    if (use.demand.type === 'no-cache' && saying.asked < use.sent) return 'it was not validated (§5.2.1.4)'
    const cameMeanwhile = use.waited ? saying.answeredAt >= use.sentAt : saying.answered > use.sent
    if (cameMeanwhile) return undefined // RFC 9111 §4: collapsed requests
    if (use.demand.type === 'max-age' && age > use.demand.seconds) return `it is ${age} s old (§5.2.1.1)`
    if (use.demand.type === 'min-fresh' && lifetime < age + use.demand.seconds) return 'too old (§5.2.1.3)'
    if (age < lifetime) return undefined
    const window = use.demand.type === 'max-stale' ? use.demand.seconds : control.staleWhileRevalidate
    const mayLimit = use.demand.type === 'none' || use.demand.type === 'max-stale'
    return mayBeStale && mayLimit && window > 0 && age - lifetime <= window
      ? undefined
      : `${staleFor} (§4.2.4)`
  }
}
