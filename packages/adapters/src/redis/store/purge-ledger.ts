import { StoreError } from '@cachechart/core'
import type { RedisLink, RedisReply } from '../client/redis-client.ts'
import type { RedisNames } from '../client/redis-names.ts'
import { refusalOf } from '../client/refusal.ts'
import { countOf, textOf } from '../client/reply-of.ts'
import { checkpointDistance, type Checkpoints } from './purge-horizon.ts'
import { beginPurgeScript, openLedgerScript, raiseBarrierScript } from './purge-scripts.ts'
import { runScript } from './redis-script.ts'
import { numbersEnd } from './script-parts.ts'

/** How far the purges had come. */
export interface LedgerState {
  /** The number of the last one. */
  readonly sequence: number
  /** What was fetched before this number is refused. */
  readonly floor: number
  /** From when on all purges are remembered. */
  readonly checkpoints: Checkpoints
  /** What was fetched, or changed by a purge, before this number is not found. */
  readonly barrier: number
}

/** A purge that has begun. */
export interface BegunPurge {
  readonly number: number
  /** The barrier before it: what was not found any more is not counted, and not changed. */
  readonly barrier: number
  /** The floor before it. Another purge of all may still be on its way to what is older. */
  readonly floor: number
}

/** How far the purges of all who share the store have come: kept in one place, outside of the slots of the entries. */
export class PurgeLedger {
  readonly #link: RedisLink
  readonly #name: string
  readonly #onDamaged: (name: string) => void
  #shared: Promise<LedgerState> | undefined

  /** `onDamaged`: told by its name when it was begun anew, because it was not to be believed. */
  constructor(link: RedisLink, { ledger }: RedisNames, onDamaged: (name: string) => void) {
    this.#link = link
    this.#name = ledger
    this.#onDamaged = onDamaged
  }

  /**
   * Reads it. Those who ask at the same time share one answer; never one that was asked for before they asked, because a purge
   * could have ended in between.
   */
  read(): Promise<LedgerState> {
    if (this.#shared === undefined) {
      this.#shared = this.#read()
      queueMicrotask(() => {
        this.#shared = undefined
      })
    }
    return this.#shared
  }

  async begin(kind: 'one' | 'change all' | 'remove all'): Promise<BegunPurge> {
    const reply = await runScript(this.#link, beginPurgeScript, {
      keys: [this.#name],
      parameters: [kind, checkpointDistance],
    })
    const [number, barrier, floor] = numbersIn(reply)
    this.#tellOf(reply, 3)
    if (number === undefined || barrier === undefined || floor === undefined) throw damaged()
    return { number, barrier, floor }
  }

  async raiseBarrier(number: number): Promise<void> {
    await runScript(this.#link, raiseBarrierScript, { keys: [this.#name], parameters: [number] })
  }

  async #read(): Promise<LedgerState> {
    const command = ['HMGET', this.#name, 'sequence', 'floor', 'barrier', 'checkpoints']
    const reply = await this.#link.send(this.#name, command).catch((error: unknown): RedisReply => {
      if (refusalOf(error) === 'WRONGTYPE') return null
      throw error
    })
    return stateOf(reply) ?? this.#open()
  }

  async #open(): Promise<LedgerState> {
    const reply = await runScript(this.#link, openLedgerScript, { keys: [this.#name], parameters: [] })
    const state = stateOf(reply)
    if (state === undefined) throw damaged()
    this.#tellOf(reply, 4)
    return state
  }

  /** What was there before is told at a place of the answer. */
  #tellOf(reply: RedisReply, place: number): void {
    if (Array.isArray(reply) && textOf(reply[place]) === 'damaged') this.#onDamaged(this.#name)
  }
}

/** `undefined` for what the scripts do not believe either. */
function stateOf(reply: RedisReply): LedgerState | undefined {
  const [sequence, floor, barrier] = numbersIn(reply)
  const checkpoints = Array.isArray(reply) ? checkpointsIn(textOf(reply[3]) ?? '') : undefined
  if (sequence === undefined || floor === undefined || barrier === undefined) return undefined
  if (checkpoints === undefined || sequence >= numbersEnd) return undefined
  const { earlier, later } = checkpoints
  const latest = Math.max(floor, barrier, earlier.sequence, later.sequence)
  return latest <= sequence ? { sequence, floor, barrier, checkpoints } : undefined
}

function checkpointsIn(text: string): Checkpoints | undefined {
  const numbers = text.split(' ').map(countOf)
  const [earlierTime, earlier, laterTime, later] = numbers
  if (earlierTime === undefined || earlier === undefined) return undefined
  if (laterTime === undefined || later === undefined || numbers.length > 4) return undefined
  return { earlier: { time: earlierTime, sequence: earlier }, later: { time: laterTime, sequence: later } }
}

function numbersIn(reply: RedisReply): readonly (number | undefined)[] {
  return Array.isArray(reply) ? reply.map(countOf) : []
}

function damaged(): StoreError {
  return new StoreError('ERR_STORE_FOREIGN', 'the ledger of purges in Redis cannot be read')
}
