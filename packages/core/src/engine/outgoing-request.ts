import { withoutConnectionFields } from '../http/hop-by-hop.ts'
import type { RequestHead } from '../http/message.ts'
import { conditionalFields, unconditionalFields } from '../policy/validate.ts'
import type { Transaction } from './transaction.ts'

/** The effects that send something to the origin. */
export type SendEffect = 'backend.send' | 'backend.sendOriginal' | 'backend.resendUnconditional'

/**
 * The head that goes to the origin: the client's own, or the one that the cache needs, which asks for the whole
 * response or validates the stored one. RFC 9111 §4.3.1
 */
export const outgoingRequest = (
  { request, stored, conditional }: Transaction,
  effect: SendEffect,
): RequestHead => {
  const { method, url } = request
  const fields = withoutConnectionFields(request.fields)
  if (effect === 'backend.sendOriginal') return { method, url, fields }
  const validates = conditional === 'validating' && stored !== null
  return { method, url, fields: validates ? conditionalFields(fields, stored) : unconditionalFields(fields) }
}
