import { LeaseError, StoreError, type LeaseEnd, type LeaseSubject, type Millis } from '@cachechart/core'
import type { RedisLink, RedisReply } from '../client/redis-client.ts'
import { runScript, type RedisScript, type ScriptCall } from '../store/redis-script.ts'
import { digestOf, redisNames, type RedisNames } from '../client/redis-names.ts'
import { countOf, textOf } from '../client/reply-of.ts'
import { acquireScript, lookScript, releaseScript, renewScript } from './lease-scripts.ts'

/** What a server answers to whoever asks for a lease. */
export type Acquired =
  | { readonly type: 'granted'; readonly token: number }
  /** `token`: of who holds it. `left`: how long that lasts, unless it is renewed. */
  | { readonly type: 'taken'; readonly token: number; readonly left: Millis }
  /** Of who has had it since, and has stored something. */
  | { readonly type: 'ended'; readonly token: number }

/** What has become of a lease. */
export type Looked =
  { readonly type: 'held'; readonly left: Millis } | { readonly type: 'ended'; readonly how: LeaseEnd }

/** What the processes that share leases must agree on, and the name of this one. */
export interface LeaseTerms {
  readonly prefix: string
  readonly life: Millis
  /** The name of this process: of its channel, and the beginning of its holders' names. */
  readonly process: string
}

/** For how long the end of a lease can be looked up. */
const kept: Millis = 10_000

/** What a subject is called on the server: all of it in the slot of the cache key. */
export interface LeaseName {
  readonly record: string
  /** Where the store keeps the greatest token by which it was written, and by which name. */
  readonly fence: string
  readonly field: string
}

/** The calls of a server of leases. They reject with a `LeaseError`. */
export class LeaseServer {
  readonly #link: RedisLink
  readonly #terms: LeaseTerms
  readonly #names: RedisNames

  constructor(link: RedisLink, terms: LeaseTerms) {
    this.#link = link
    this.#terms = terms
    this.#names = redisNames(terms.prefix)
  }

  nameOf({ key, variant }: LeaseSubject): LeaseName {
    const tag = this.#names.tagOf(key)
    return {
      record: `${this.#names.prefix}{${tag}}:lease:${digestOf(variant)}`,
      fence: this.#names.fence(tag),
      field: digestOf(JSON.stringify([key, variant])),
    }
  }

  /** On which this process is told of ends. */
  get channel(): string {
    return `${this.#channels()}${this.#terms.process}`
  }

  /** `holder`: who would have it; never the same twice. `after`: the token of the lease whose end was seen last. */
  async acquire(
    { record, fence, field }: LeaseName,
    { holder, after }: { readonly holder: string; readonly after: number | undefined },
  ): Promise<Acquired> {
    const { life, process } = this.#terms
    const parameters = [holder, life, kept, process, field, after ?? '']
    const reply = await this.#run(acquireScript, { keys: [record, fence], parameters })
    const [granted, token, left] = Array.isArray(reply) ? reply.map(countOf) : []
    if (token === undefined || !Number.isSafeInteger(token)) throw unreadable('acquire', reply)
    if (granted === 1) return { type: 'granted', token }
    if (granted === 2) return { type: 'ended', token }
    if (granted !== 0 || left === undefined) throw unreadable('acquire', reply)
    return { type: 'taken', token, left }
  }

  async renew(record: string, holder: string): Promise<'renewed' | 'gone'> {
    const reply = await this.#run(renewScript, {
      keys: [record],
      parameters: [holder, this.#terms.life, kept],
    })
    return countOf(reply) === 1 ? 'renewed' : 'gone'
  }

  /** Ends it and tells those who wait; nothing happens when it is not the holder's any more. */
  async release(record: string, holder: string, how: LeaseEnd): Promise<void> {
    const parameters = [holder, how, kept, this.#channels()]
    await this.#run(releaseScript, { keys: [record], parameters })
  }

  /** What has become of the lease with this token. */
  async look(record: string, token: number): Promise<Looked> {
    const reply = await this.#run(lookScript, { keys: [record], parameters: [token] })
    const [held, what] = Array.isArray(reply) ? reply : []
    if (countOf(held) === 0) return { type: 'ended', how: endOf(textOf(what)) }
    const left = countOf(what)
    if (left === undefined) throw unreadable('look', reply)
    return { type: 'held', left }
  }

  #channels(): string {
    return `${this.#terms.prefix}lease-ends:`
  }

  async #run(script: RedisScript, call: ScriptCall): Promise<RedisReply> {
    try {
      return await runScript(this.#link, script, call)
    } catch (error) {
      throw leaseErrorOf(error)
    }
  }
}

/** How it has ended, as it was told; `lost` for whatever else was said, or nothing. */
export function endOf(text: string | undefined): LeaseEnd {
  return text === 'stored' || text === 'uncacheable' ? text : 'lost'
}

function leaseErrorOf(error: unknown): LeaseError {
  const code =
    error instanceof StoreError && error.code === 'ERR_STORE_TIMEOUT'
      ? 'ERR_LEASE_TIMEOUT'
      : 'ERR_LEASE_FAILED'
  const why = error instanceof Error ? error.message : String(error)
  return new LeaseError(code, `the lease server did not answer: ${why}`, { cause: error })
}

function unreadable(call: string, reply: RedisReply): LeaseError {
  return new LeaseError(
    'ERR_LEASE_FAILED',
    `the lease server's answer to ${call} is not one: ${String(reply)}`,
  )
}
