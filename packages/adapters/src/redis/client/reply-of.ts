import type { RedisReply } from './redis-client.ts'

/** What a client has made of an answer, in the one form. Anything that it should not be is `null`. */
export function replyOf(value: unknown): RedisReply {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  if (Buffer.isBuffer(value)) return value
  if (Array.isArray(value)) return value.map(replyOf)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Map) return [...value].flat().map(replyOf)
  return null
}

/** The text of a bulk string or status. */
export function textOf(reply: RedisReply | undefined): string | undefined {
  if (typeof reply === 'string') return reply
  return Buffer.isBuffer(reply) ? reply.toString('utf8') : undefined
}

/** A whole number from 0 on, however it is written; `undefined` for anything else. */
export function countOf(reply: RedisReply | undefined): number | undefined {
  const text = typeof reply === 'number' ? String(reply) : textOf(reply)
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : undefined
}
