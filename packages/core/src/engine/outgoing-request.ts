import { withoutConnectionFields } from '../http/hop-by-hop.ts'
import type { RequestHead } from '../http/message.ts'
import { fieldsToSend } from '../policy/validate.ts'
import type { Transaction } from './transaction.ts'

/** The effects that send something to the origin. */
export type SendEffect = 'backend.send' | 'backend.sendOriginal' | 'backend.resendUnconditional'

/**
 * The head that goes to the origin: the client's own, or the one that the cache needs, which asks for the response, for
 * the rest of it, or whether the stored one is still right (RFC 9111 §4.3.1). All other lines are the client's (§5.2.1.6).
 */
export const outgoingRequest = (
  { request, facts, stored, ask, range: wanted }: Transaction,
  effect: SendEffect,
): RequestHead => {
  const { method, url } = request
  const fields = withoutConnectionFields(request.fields)
  if (effect === 'backend.sendOriginal') return { method, url, fields }
  const range = facts === null || facts.range === null ? 'dropped' : wanted
  return { method, url, fields: fieldsToSend(fields, { ask, range, stored }) }
}
