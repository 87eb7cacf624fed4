import { createHash, timingSafeEqual } from 'node:crypto'
import { fieldValue, type FieldLines } from '@cachechart/core'
import type { Problem } from './problem.ts'

/** Tells by its fields whether a request shows the token. */
export type TokenCheck = (fields: FieldLines) => boolean

/** What a field can carry without being changed on the way (RFC 9110 §5.5). */
const visible = /^[\x21-\x7e]+$/

/** Whether a request could show it. */
export const isToken = (token: unknown): token is string => typeof token === 'string' && visible.test(token)

/**
 * Looks for the token in `Authorization: Bearer <token>` (RFC 6750 §2.1). How long that takes says nothing of how much of
 * a wrong one is right: digests are compared, all of them.
 */
export function bearerToken(token: string): TokenCheck {
  const expected = digestOf(token)
  return (fields) => {
    const [, shown] = /^bearer +(\S+)$/i.exec(fieldValue(fields, 'authorization') ?? '') ?? []
    return shown !== undefined && timingSafeEqual(digestOf(shown), expected)
  }
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** The answer to who does not show it. */
export const unauthorized: Problem = {
  status: 401,
  code: 'ERR_PURGE_UNAUTHORIZED',
  detail: 'A purge needs the token of this gateway: "Authorization: Bearer <token>".',
  fields: ['WWW-Authenticate', 'Bearer'], // RFC 9110 §11.6.1, RFC 6750 §3
}
