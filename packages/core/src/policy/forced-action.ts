import type { ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { ReplyVerdict } from './verdicts.ts'

/**
 * What becomes of a reply in the cache: it is stored (`insert`), it brings up to date what is stored (`update`), it is not
 * stored this time (`doNotStore`), or it is not and the next for its key will hardly be (`recordUncacheable`).
 */
export type StorageAction = 'insert' | 'update' | 'doNotStore' | 'recordUncacheable'

/** The action that a verdict amounts to. */
export function actionOf({ type }: ReplyVerdict): StorageAction {
  switch (type) {
    case 'reply.store':
    case 'reply.combine':
      return 'insert'
    case 'reply.freshen':
      return 'update'
    case 'reply.uncacheable':
      return 'recordUncacheable'
    default:
      return 'doNotStore'
  }
}

/** Why this action is none for this reply; `null` where it is one. */
export function obstacleTo(action: StorageAction, method: string, { status }: ResponseHead): string | null {
  if (status === 304) {
    const isPossible = action === 'update' || action === 'doNotStore'
    return isPossible ? null : 'a 304 has no content of its own: the action is "update" or "doNotStore"'
  }
  if (action === 'update') {
    return method === 'HEAD' ? null : 'only a 304 brings up to date what is stored'
  }
  if (action !== 'insert') return null
  // RFC 9111 §3: what would be stored is not what a GET is answered.
  if (method !== 'GET') return `the reply to ${method} is not what a GET would be answered`
  return status === 206 ? 'a part is stored only where it says which part it is' : null
}

/** What is decided by an action that somebody chose; `natural` is what the reply itself would have led to. */
export function decideByAction(
  action: StorageAction,
  natural: ReplyVerdict,
  { candidate, stored }: { readonly candidate: StoredResponse; readonly stored: StoredResponse | null },
): ReplyVerdict {
  // A 304 that fits nothing answers nobody, whatever is to be stored.
  if (natural.type === 'reply.orphaned') return natural
  // Whoever chooses what becomes of an error wants it to be seen.
  if (natural.type !== 'reply.masked' && actionOf(natural) === action) return natural
  switch (action) {
    case 'insert':
      return { type: 'reply.store', stored: candidate }
    case 'update':
      return natural
    case 'recordUncacheable':
      return { type: 'reply.uncacheable' }
    case 'doNotStore':
      // The client is answered with what is stored, which stays as it is.
      return natural.type === 'reply.freshen' && stored !== null
        ? { type: 'reply.freshen', stored }
        : { type: 'reply.decline' }
  }
}
