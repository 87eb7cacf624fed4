import { readStoredResponse, type StoredResponse } from '@cachechart/core'
import type { RedisReply } from '../client/redis-client.ts'
import { textOf } from '../client/reply-of.ts'
import { inlineBytes, readRecord, variantOf, type VariantRecord } from './variant-record.ts'

/** A variant that was found in Redis, and believed. */
export interface FoundVariant {
  /** Its name among the variants of its key. */
  readonly name: string
  /** The record as it was written: a change is made to this one only. */
  readonly raw: string
  readonly record: VariantRecord
  readonly response: StoredResponse
  /** The body as it is kept, where it lies with the heads and was read along. */
  readonly bytes: Buffer | undefined
}

/** What a key has: the variants that can be believed, and why others cannot. */
export interface FoundVariants {
  readonly key: string
  readonly variants: readonly FoundVariant[]
  readonly rejected: readonly string[]
}

const empty: FoundVariants = { key: '', variants: [], rejected: [] }

/** Longer than what a head may be, by far; nothing is parsed that is longer. */
const mostHeadBytes = 4 * 1024 * 1024

/** One variant; or what is wrong with it. */
export function readVariant(
  name: string,
  raw: string | undefined,
  head: RedisReply | undefined,
): FoundVariant | string {
  const record = readRecord(raw ?? '')
  if (raw === undefined || record === undefined) return 'its record is of another version, or damaged'
  if (!Buffer.isBuffer(head) || head.length > mostHeadBytes) return 'its head is missing, or too long'
  const response = readHead(head, record.body.length)
  if (response === undefined) return 'its head is no stored response, or that of another body'
  if (response.sensitive) return 'it is sensitive, and would not have been stored'
  if (variantOf(response) !== name) return 'it lies where another variant belongs'
  return { name, raw, record, response, bytes: undefined }
}

/** The fields of an entry, as HGETALL answers; of the key `expected`, where it is known. */
export function readVariants(reply: RedisReply, expected?: string): FoundVariants {
  if (!Array.isArray(reply) || reply.length === 0) return empty
  const fields = new Map<string, RedisReply>()
  for (let index = 0; index + 1 < reply.length; index += 2) {
    const name = textOf(reply[index])
    if (name !== undefined) fields.set(name, reply[index + 1] ?? null)
  }
  const key = textOf(fields.get('k'))
  if (key === undefined) return { ...empty, rejected: ['the key that it is about is missing'] }
  // A key of lone surrogates comes back with others in their place.
  if (expected !== undefined && key !== expected.toWellFormed())
    return { ...empty, rejected: ['it is about another key'] }
  const variants: FoundVariant[] = []
  const rejected: string[] = []
  for (const [field, value] of fields) {
    if (!field.startsWith('m:')) continue
    const found = withBytes(
      readVariant(field.slice(2), textOf(value), fields.get(`h:${field.slice(2)}`)),
      fields,
    )
    if (typeof found === 'string') rejected.push(found)
    else variants.push(found)
  }
  return { key: expected ?? key, variants, rejected }
}

function withBytes(
  found: FoundVariant | string,
  fields: ReadonlyMap<string, RedisReply>,
): FoundVariant | string {
  if (typeof found === 'string' || found.record.body.pieces > 0) return found
  const bytes = fields.get(`b:${found.name}`)
  const { coding, length } = found.record.body
  if (!Buffer.isBuffer(bytes) || bytes.length > inlineBytes) return 'its body is missing, or too long'
  if (coding === 'identity' && bytes.length !== length)
    return 'its body is not of the length that its record says'
  return { ...found, bytes }
}

function readHead(bytes: Buffer, bodyLength: number): StoredResponse | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return readStoredResponse(value, bodyLength)
  } catch {
    return undefined
  }
}

/** By date, and of those of one date the one that was committed last. */
export function newestFirst(one: FoundVariant, other: FoundVariant): number {
  return other.response.date - one.response.date || other.record.order - one.record.order
}
