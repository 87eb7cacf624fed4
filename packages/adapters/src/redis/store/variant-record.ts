import type { StoredResponse } from '@cachechart/core'
import { digestOf } from '../client/redis-names.ts'
import { isBodyCoding, type BodyCoding } from './body-coding.ts'

/** A body that is longer lies beside the heads, in pieces of this length, in bytes. Part of the layout: all readers count on it. */
export const pieceBytes = 128 * 1024

/** The longest body, as it is kept, that lies with the heads. */
export const inlineBytes = 16 * 1024

/** Where a body is, and how it is kept. */
export interface KeptBody {
  /** Unlike that of any other. */
  readonly id: string
  /** In bytes, as it is to its readers. */
  readonly length: number
  readonly coding: BodyCoding
  /** How many pieces; 0: it lies with the heads. */
  readonly pieces: number
}

/** What scripts know of a variant. Text, because Lua's numbers would lose digits in JSON. */
export interface VariantRecord {
  /** The number of the last purge before it was fetched. Every later one concerns it. */
  readonly mark: number
  /** The number of the last purge that has changed it; 0: none. */
  readonly changed: number
  /** Greater for what was committed later. */
  readonly order: number
  readonly expires: number
  readonly body: KeptBody
  readonly date: number
}

// Version, mark, changed, order, expiry, body, length, coding, pieces, date.
const form =
  /^1 (\d{1,16}) (\d{1,16}) (\d{1,15}) (\d{1,15}) ([\w-]{1,64}) (\d{1,15}) ([a-z]{1,8}) (\d{1,9}) (-?\d{1,16}(?:\.\d{1,12})?)$/

const piecesFor = (length: number): number => Math.ceil(length / pieceBytes)

/** Reads a record. `undefined` for one of another version, or that contradicts itself. */
export function readRecord(text: string): VariantRecord | undefined {
  const [, mark, changed, order, expires, id, lengthText, coding = '', piecesText, date] =
    form.exec(text) ?? []
  if (id === undefined || !isBodyCoding(coding)) return undefined
  const [length, pieces] = [Number(lengthText), Number(piecesText)]
  const isWhole = pieces === 0 ? length <= pieceBytes : pieces === piecesFor(length)
  const isCount = Number.isSafeInteger(Number(mark)) && Number.isSafeInteger(Number(changed))
  if (!isWhole || !isCount) return undefined
  const body = { id, length, coding, pieces }
  return {
    mark: Number(mark),
    changed: Number(changed),
    order: Number(order),
    expires: Number(expires),
    body,
    date: Number(date),
  }
}

/** Up to which barrier it is found. */
export function seenUntil({ mark, changed }: VariantRecord): number {
  return Math.max(mark, changed)
}

/** As a script reads it. Dates are milliseconds, and less than that does not matter to an order. */
export function writeRecord({ mark, changed, order, expires, body, date }: VariantRecord): string {
  const { id, length, coding, pieces } = body
  return ['1', mark, changed, order, expires, id, length, coding, pieces, writeDate(date)].join(' ')
}

export function writeDate(date: number): string {
  return String(Math.trunc(date))
}

/** The name of a variant among those of its key. */
export function variantOf({ vary, varied }: StoredResponse): string {
  return vary.length === 0 ? '-' : digestOf(JSON.stringify([vary, varied]))
}
