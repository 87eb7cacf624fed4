import type { RequestHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { matchesVariant, selectVariant } from '../policy/select-variant.ts'
import type { Transaction } from './transaction.ts'

/** The entry whose response may answer the transaction's request, as far as Vary is concerned. RFC 9111 §4.1 */
export const selectEntry = <Entry extends { readonly response: StoredResponse }>(
  { request }: Transaction,
  variants: readonly Entry[],
): Entry | undefined => selectVariant(request, variants)

/** Whether what a stored response was selected by is what a request says. RFC 9111 §4.1 */
export const isMatching = (request: RequestHead, response: StoredResponse): boolean =>
  matchesVariant(request, response)
