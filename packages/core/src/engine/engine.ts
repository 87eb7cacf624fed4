import { withoutFields } from '../http/field-lines.ts'
import type { RequestHead } from '../http/message.ts'
import type { Millis } from '../http/units.ts'
import { cacheKeyOfUri } from '../policy/cache-key.ts'
import { definePolicy } from '../policy/default-policy.ts'
import type { Policy, PolicyOptions } from '../policy/policy-options.ts'
import { readRequestFacts } from '../policy/request-facts.ts'
import type { StorageOverrides } from '../policy/storage-overrides.ts'
import type { CacheUse } from '../policy/verdicts.ts'
import { createActorInterpreter } from './actor-interpreter.ts'
import type { FlightRules } from './flight-rules.ts'
import { History } from './history.ts'
import type { Interpreter } from './interpreter.ts'
import { machinesOf, type Machines } from './machines.ts'
import { createTableInterpreter, tableInterpreter } from './table-interpreter.ts'
import { Transaction } from './transaction.ts'

/** What an engine is made of. */
export interface EngineOptions {
  readonly policy: PolicyOptions | undefined
  readonly rules: FlightRules
  readonly interpreter: 'table' | 'xstate'
  /** Default: the machines as they are. */
  readonly machines?: Machines | undefined
  /** XState's inspection API; the table has nothing to inspect. It must not throw: XState would fail its actor. */
  readonly inspect: ((event: unknown, transaction: Transaction) => void) | undefined
}

/** A transaction's name and birthday; the engine has neither a counter nor a clock. */
export interface Birth {
  readonly id: number
  readonly now: Millis
}

/** What is wanted of a transaction beside what its request says. */
export interface Wish {
  readonly mode: CacheUse
  /** In place of the key that policy makes of the request. */
  readonly key?: string | undefined
  /** In place of the engine's. */
  readonly rules?: FlightRules | undefined
  readonly storage?: StorageOverrides | undefined
  /** `dropped`: the client's Range stays here. Default `kept`. */
  readonly range?: 'kept' | 'dropped' | undefined
}

/** By these a client asks for a part of the response. RFC 9110 §14.2, §13.1.5 */
const ofOnePart = new Set(['range', 'if-range'])

/** Begins transactions, all under one policy and one interpreter. From there on `advance` takes them further. */
export class Engine {
  readonly policy: Policy
  readonly #rules: FlightRules
  readonly #interpreter: Interpreter

  /** @throws TypeError or RangeError when the policy makes no sense; the message names the option. */
  constructor({ policy, rules, interpreter, inspect, machines = machinesOf() }: EngineOptions) {
    this.policy = definePolicy(policy)
    this.#rules = rules
    this.#interpreter =
      interpreter === 'xstate'
        ? createActorInterpreter(inspect, machines)
        : createTableInterpreter(machines.transaction.initial)
  }

  /** @throws whatever the rule for keys throws, and TypeError where it makes none */
  begin(request: RequestHead, wish: Wish, { id, now }: Birth): Transaction {
    const { method } = request
    const key = wish.key ?? this.policy.key(request)
    const history = new History({ id, role: 'client', method, key, startedAt: now, state: 'received' })
    return this.#begin(request, wish, history)
  }

  /** The background transaction that brings up to date what another has just served stale. RFC 5861 §3 */
  beginRefresh(stale: Transaction, { id, now }: Birth): Transaction {
    // A refresh is for everyone: it asks for the whole response, whatever part of it that client wanted.
    const { url, fields } = stale.request
    const request = { method: 'GET', url, fields: withoutFields(fields, ofOnePart) }
    const { key } = stale.history
    const history = new History({
      id,
      role: 'background',
      method: 'GET',
      key,
      startedAt: now,
      state: 'received',
    })
    const { rules, storage, range } = stale
    const wish = { mode: 'default', key: isNamed(stale) ? key : undefined, rules, storage, range } as const
    const refresh = this.#begin(request, wish, history)
    refresh.facts = readRequestFacts(request)
    refresh.stored = stale.stored
    refresh.reason = 'stale'
    return refresh
  }

  /**
   * A transaction that nobody runs, to be asked what would become of it: its number is 0, and no inspector is told.
   *
   * @throws as `begin` does
   */
  rehearse(request: RequestHead, wish: Wish, now: Millis): Transaction {
    const { method } = request
    const key = wish.key ?? this.policy.key(request)
    const history = new History({ id: 0, role: 'client', method, key, startedAt: now, state: 'received' })
    return this.#create(request, wish, { history, interpreter: tableInterpreter })
  }

  #begin(request: RequestHead, wish: Wish, history: History): Transaction {
    const transaction = this.#create(request, wish, { history, interpreter: this.#interpreter })
    this.#interpreter.begin(transaction)
    return transaction
  }

  #create(
    request: RequestHead,
    wish: Wish,
    { history, interpreter }: Pick<Transaction, 'history' | 'interpreter'>,
  ): Transaction {
    const { policy } = this
    return new Transaction({
      request,
      mode: wish.mode,
      policy,
      history,
      interpreter,
      rules: wish.rules ?? this.#rules,
      namedUrl: wish.key === undefined && policy.isKeyedByUrl ? null : cacheKeyOfUri(request.url),
      range: wish.range ?? 'kept',
      storage: wish.storage,
    })
  }
}

const isNamed = ({ namedUrl }: Transaction): boolean => namedUrl !== null
