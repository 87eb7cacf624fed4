import type { Input } from '../engine/input.ts'
import type { RecordedInput } from '../engine/record.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { recordedError } from './recorded-error.ts'
import { finite, recordedStorage } from './recorded-storage.ts'

/** Its own, whatever becomes of the one that it was made of. */
export const recordedResponse = (stored: StoredResponse): StoredResponse => ({
  ...stored,
  fields: stored.fields.slice(),
  vary: stored.vary.slice(),
  varied: stored.varied.slice(),
  surrogateKeys: stored.surrogateKeys.slice(),
  part: stored.part === null ? null : { ...stored.part },
})

/** An input as it is written down: plain JSON that shares nothing with what goes on in the cache. */
export const recordedInput = (input: Input): RecordedInput => {
  switch (input.type) {
    case 'lookup':
      return { ...input, stored: input.stored === null ? null : recordedResponse(input.stored) }
    case 'flightReply':
      return { ...input, stored: recordedResponse(input.stored) }
    case 'reply':
      return recordedReply(input)
    case 'deadline':
      return { ...input, after: finite(input.after) }
    case 'lookupError':
    case 'leaseError':
    case 'flightFailed':
    case 'replyError':
    case 'bodyError':
      return { ...input, error: recordedError(input.error) }
    case 'request':
    case 'refresh':
    case 'lease':
    case 'flightOver':
    case 'purged':
    case 'clientGone':
    case 'stop':
    case 'bodyDone':
      return { ...input }
  }
}

/** What the driver gives is the whole reply: the head is what was judged. */
const recordedReply = (input: Extract<Input, { readonly type: 'reply' }>): RecordedInput => {
  const { type, reply, overrides, action } = input
  const { status, reason, fields } = reply
  return {
    type,
    reply: { status, reason, fields: fields.slice() },
    ...(overrides !== undefined && { overrides: recordedStorage(overrides) }),
    ...(action !== undefined && { action }),
  }
}
