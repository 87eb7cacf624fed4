import type { Millis } from '../../http/units.ts'
import type { Lease, LeaseAnswer, LeaseEnd, LeaseGrant, LeaseSubject, LeaseWait } from '../../ports/lease.ts'
import { LeaseError } from '../../ports/port-errors.ts'
import type { CallLog } from '../store-contract/call-log.ts'
import { quoted } from '../store-contract/quoted.ts'
import { LeaseContractError } from './lease-contract-error.ts'
import { answered, inTime, type LeaseLimits } from './lease-limits.ts'
import type { LeaseTrial } from './lease-trial.ts'

/** The lease of one process, and the name that it has in the story of a failure. */
export interface Process {
  readonly name: string
  readonly lease: Lease
}

/** Leases on trial, and the steps of which every case is made. */
export class LeaseStage {
  readonly limits: LeaseLimits
  readonly #trial: LeaseTrial
  readonly #log: CallLog
  readonly #processes: Process[] = []
  readonly #open = new Set<Lease>()

  constructor(trial: LeaseTrial, { limits, log }: { readonly limits: LeaseLimits; readonly log: CallLog }) {
    this.#trial = trial
    this.limits = limits
    this.#log = log
  }

  /** One process more. */
  async join(): Promise<Process> {
    const name = `process ${this.#processes.length + 1}`
    const lease = await answered('join()', Promise.resolve(this.#trial.join()), this.limits)
    this.#processes.push({ name, lease })
    this.#open.add(lease)
    return { name, lease }
  }

  async pair(): Promise<readonly [Process, Process]> {
    return [await this.join(), await this.join()]
  }

  async acquire({ name, lease }: Process, subject: LeaseSubject, after?: number): Promise<LeaseAnswer> {
    const call = `${name}: acquire(${nameOf(subject)}${after === undefined ? '' : `, ${after}`})`
    const tell = this.#log.begin(call)
    try {
      const answer = await answered(call, Promise.resolve(lease.acquire(subject, after)), this.limits)
      tell(answer.type === 'granted' ? `granted, token ${answer.grant.token}` : 'taken')
      if (answer.type === 'granted') expectGrant(answer.grant, subject)
      // Whether it rejects is looked at by whoever waits for it.
      else answer.wait.ended.catch(() => undefined)
      return answer
    } catch (error) {
      tell(`threw ${codeOf(error)}`)
      throw error
    }
  }

  async granted(process: Process, subject: LeaseSubject, after?: number): Promise<LeaseGrant> {
    const answer = await this.acquire(process, subject, after)
    if (answer.type === 'granted') return answer.grant
    throw new LeaseContractError(`${nameOf(subject)} must be granted to ${process.name}, and is taken`)
  }

  async taken(process: Process, subject: LeaseSubject, after?: number): Promise<LeaseWait> {
    const answer = await this.acquire(process, subject, after)
    if (answer.type === 'taken') return answer.wait
    throw new LeaseContractError(`${nameOf(subject)} is granted to two at a time: to ${process.name} as well`)
  }

  /** Has what was released: a release need not have arrived when it returns, but it is told long before it would run out. */
  async next(
    process: Process,
    subject: LeaseSubject,
    within: Millis = this.limits.life / 2,
  ): Promise<LeaseGrant> {
    const answer = await this.acquire(process, subject)
    if (answer.type === 'taken' && (await this.#endOf(answer.wait, within)) === undefined)
      throw new LeaseContractError(`who waits must be told of a release, and is not within ${within} ms`)
    return answer.type === 'taken' ? this.granted(process, subject) : answer.grant
  }

  release(grant: LeaseGrant, how: 'stored' | 'uncacheable'): void {
    const tell = this.#log.begin(`release('${how}') of ${nameOf(grant)}, token ${grant.token}`)
    try {
      grant.release(how)
      tell('done')
    } catch (error) {
      throw new LeaseContractError('release() has thrown', { cause: error })
    }
  }

  leave(wait: LeaseWait): void {
    const tell = this.#log.begin('leave()')
    try {
      wait.leave()
      tell('done')
    } catch (error) {
      throw new LeaseContractError('leave() has thrown', { cause: error })
    }
  }

  /** What is released is told long before it would run out. */
  async expectEnd(wait: LeaseWait, how: LeaseEnd, within: Millis = this.limits.life / 2): Promise<void> {
    const seen = await this.#endOf(wait, within)
    if (seen === undefined)
      throw new LeaseContractError(`who waits must be told '${how}', and is not within ${within} ms`)
    if (seen !== how) throw new LeaseContractError(`who waits must be told '${how}', and is told '${seen}'`)
  }

  /** Within the life of who has died, and no more than the slack. */
  async expectLost(wait: LeaseWait): Promise<void> {
    await this.expectEnd(wait, 'lost', this.limits.life + this.limits.slack)
  }

  /** Nothing ends for as long as that. */
  async expectHeld(wait: LeaseWait, span: Millis): Promise<void> {
    const seen = await this.#endOf(wait, span)
    if (seen !== undefined)
      throw new LeaseContractError(`who waits is told '${seen}', and the lease is still held`)
  }

  /** Lets a process renew nothing any more. */
  stall({ name, lease }: Process): void {
    this.#log.begin(`${name} renews nothing any more`)('done')
    this.#trial.stall(lease)
  }

  /** Lets time pass until what was held by a process that stalled has run out, and the other has it. */
  async outlive(process: Process, subject: LeaseSubject): Promise<LeaseGrant> {
    await this.expectLost(await this.taken(process, subject))
    return this.granted(process, subject)
  }

  /** Lets time pass until anything has run out that is not renewed. */
  async outliveAll(): Promise<void> {
    const { life, slack, clock } = this.limits
    await inTime(new Promise<never>(() => undefined), life + slack, clock)
  }

  async close({ name, lease }: Process): Promise<void> {
    const tell = this.#log.begin(`${name}: close()`)
    this.#open.delete(lease)
    await answered(`${name}: close()`, Promise.resolve(lease.close()).then(Object), this.limits)
    tell('done')
  }

  async expectClosed(process: Process, subject: LeaseSubject): Promise<void> {
    const seen = await this.acquire(process, subject).then(({ type }) => type, codeOf)
    if (seen !== 'ERR_LEASE_CLOSED')
      throw new LeaseContractError(`acquire() after close(): expected ERR_LEASE_CLOSED, seen ${seen}`)
  }

  /** Nothing is left of leases that are closed. */
  async end(): Promise<void> {
    for (const process of this.#processes) if (this.#open.has(process.lease)) await this.close(process)
    const timers = this.#trial.timers?.() ?? 0
    if (timers > 0) throw new LeaseContractError(`${timers} timers are left when all are closed`)
  }

  /** The case has its outcome; that something cannot be closed does not change it. */
  async abandon(): Promise<void> {
    for (const lease of this.#open) {
      const closing = async () => lease.close()
      await inTime(closing().catch(Object), this.limits.answerWithin, this.limits.clock)
    }
  }

  async #endOf({ ended }: LeaseWait, within: Millis): Promise<LeaseEnd | undefined> {
    const rejected = (error: unknown): never => {
      throw new LeaseContractError('what is waited for must not reject', { cause: error })
    }
    return inTime(ended.catch(rejected), within, this.limits.clock)
  }
}

function expectGrant(grant: LeaseGrant, subject: LeaseSubject): void {
  if (grant.key !== subject.key || grant.variant !== subject.variant)
    throw new LeaseContractError(`what was granted is for ${nameOf(grant)}, not for ${nameOf(subject)}`)
  if (!Number.isSafeInteger(grant.token))
    throw new LeaseContractError(`a token must be a safe integer, not ${String(grant.token)}`)
}

function nameOf({ key, variant }: LeaseSubject): string {
  return variant === '' ? quoted(key) : `${quoted(key)}, ${quoted(variant)}`
}

function codeOf(error: unknown): string {
  return error instanceof LeaseError ? error.code : String(error)
}
