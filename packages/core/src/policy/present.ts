import { fieldValue, withField } from '../http/field-lines.ts'
import { formatHttpDate, parseHttpDate } from '../http/http-date.ts'
import type { FieldLines, ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import { statusAfter, statusOfForwarded, statusOfHit, type ForwardOutcome } from './cache-status.ts'
import { currentAge } from './current-age.ts'
import { notModifiedFields } from './not-modified-fields.ts'
import type { Policy } from './policy-options.ts'
import { isNotModified } from './precondition.ts'
import { presentRange } from './present-range.ts'
import type { PresentedHead } from './presented-head.ts'
import type { RequestFacts } from './request-facts.ts'
import type { ForwardReason } from './verdicts.ts'

export type { ForwardOutcome } from './cache-status.ts'
export type { BodyCut, PresentedHead } from './presented-head.ts'

/** A stored response on its way to the client. */
export interface StoredPresentation {
  readonly facts: RequestFacts
  readonly stored: StoredResponse
  /** The length of the stored body in bytes, where it is known: without it a Range is ignored. */
  readonly length: number | undefined
  readonly now: Millis
  readonly policy: Policy
  /** Left out on a hit. */
  readonly after?: ForwardOutcome
}

/** A reply of the origin on its way to the client. */
export interface ForwardedPresentation {
  readonly reason: ForwardReason
  readonly storage: 'stored' | 'not-stored'
  /** When the reply came. */
  readonly now: Millis
  readonly policy: Policy
}

/** What every answer from the store adds to the stored lines. */
function ownFields({ stored, now, policy, after }: StoredPresentation): FieldLines {
  const age = currentAge(stored, now)
  const cacheStatus =
    after === undefined ? statusOfHit(policy.name, stored.lifetime - age) : statusAfter(policy.name, after)
  return ['Age', String(age), 'Cache-Status', cacheStatus]
}

/**
 * The head with which a stored response is served: its own lines (RFC 9111 §5.2.2.6: nothing is transformed; §5.5: no
 * Warning is added), then Age (RFC 9111 §4), and Cache-Status after those of the caches nearer to the origin. Where the
 * client's own copy is still right it is a 304 (RFC 9111 §4.3.2); where a part of it is asked for, a 206 or a 416.
 */
export function presentStored(presentation: StoredPresentation): PresentedHead {
  const { facts, stored, now, policy } = presentation
  const added = ownFields(presentation)
  // RFC 9110 §13.2.2: before Range and If-Range.
  if (isNotModified(facts, stored, now)) {
    const fields = [...notModifiedFields(stored, policy.targets), ...added]
    return { status: 304, reason: 'Not Modified', fields, content: 'none' }
  }
  if (facts.range !== null || stored.part !== null) {
    const head = presentRange(presentation)
    return { ...head, fields: [...head.fields, ...added] }
  }
  const fields = joined(stored.fields, added)
  const content = facts.method === 'HEAD' ? 'none' : 'full'
  return { status: stored.status, reason: stored.reason, fields, content }
}

/** Into a list that has its length from the start: every answer is made so. With `concat` a hit takes a fifth longer. */
function joined(fields: FieldLines, added: FieldLines): FieldLines {
  // eslint-disable-next-line unicorn/no-new-array -- its length is what this is about
  const all = new Array<string>(fields.length + added.length)
  let next = 0
  for (const text of fields) all[next++] = text
  for (const text of added) all[next++] = text
  return all
}

/** RFC 9110 §6.6.1: what comes without a valid date is dated when it is forwarded. */
function dated(fields: FieldLines, now: Millis): FieldLines {
  const date = parseHttpDate(fieldValue(fields, 'date') ?? '', now)
  return date === null ? withField(fields, 'Date', formatHttpDate(now)) : fields
}

/** The head with which a reply of the origin is passed on: its own lines (Age among them), a Date, and Cache-Status. */
export function presentForwarded(reply: ResponseHead, presentation: ForwardedPresentation): ResponseHead {
  const { reason, storage, now, policy } = presentation
  const cacheStatus = statusOfForwarded(policy.name, reason, storage)
  return {
    status: reply.status,
    reason: reply.reason,
    fields: joined(dated(reply.fields, now), ['Cache-Status', cacheStatus]),
  }
}

/**
 * The answer to a client that wants a stored response only, where there is none. RFC 9111 §5.2.1.7. RFC 9211 §2 would have
 * no Cache-Status on what is made here; this cache promises it on every response, and says in `detail` why there is no other.
 */
export function presentUnsatisfied(policy: Policy): PresentedHead {
  const fields = ['Content-Length', '0', 'Cache-Status', `${policy.name}; detail=only-if-cached`]
  return { status: 504, reason: 'Gateway Timeout', fields, content: 'none' }
}
