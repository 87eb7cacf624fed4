import type { IncomingMessage } from 'node:http'
import { askerField, labelField, labelText } from '../label.ts'
import { languageFor, representationOf, versionAt, type Representation, type Resource } from '../resource.ts'

/** A response of the origin before it is sent: its head, and which bytes follow. */
export interface PlannedReply {
  readonly status: number
  readonly fields: Readonly<Record<string, string>>
  readonly start: number
  readonly from: number
  readonly to: number
}

/** What the origin is asked. */
export interface Question {
  readonly request: IncomingMessage
  readonly resource: Resource
  /** When it came. */
  readonly askedAt: number
}

/** What the origin answers when all is well. */
export function planReply({ request, resource, askedAt }: Question, now: number): PlannedReply {
  const language = languageFor(resource, request.headers['accept-language'] ?? '')
  const version = versionAt(resource, now)
  const representation = representationOf(resource, version, language)
  const { start, length, entityTag } = representation
  const asker = request.headers[askerField.toLowerCase()]
  const fields: Record<string, string> = {
    'Content-Type': 'application/octet-stream',
    'Cache-Control': request.method === 'POST' ? 'no-store' : cacheControl(resource),
    [labelField]: labelText({ version, language, asker: String(asker), askedAt }),
    'Surrogate-Key': resource.group,
  }
  if (resource.validator === 'entityTag') fields['ETag'] = entityTag
  if (resource.storage === 'language') fields['Vary'] = 'Accept-Language'
  if (request.method === 'POST' || resource.validator === 'none') {
    return withLength(resource, { status: 200, fields, start, from: 0, to: length })
  }
  // RFC 9110 §13.2.2: If-None-Match comes before Range.
  if (request.headers['if-none-match']?.includes(entityTag) === true) {
    return { status: 304, fields, start, from: 0, to: 0 }
  }
  return withLength(resource, { ...ranged(request, representation, fields), start })
}

/** RFC 9110 §14.2: one range, where If-Range agrees. */
function ranged(
  { headers, method }: IncomingMessage,
  { length, entityTag }: Representation,
  fields: Readonly<Record<string, string>>,
): Omit<PlannedReply, 'start'> {
  const whole = { status: 200, fields, from: 0, to: length }
  const agrees = (headers['if-range'] ?? entityTag) === entityTag
  const [, first = '', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? []
  if (first === '' || !agrees || method !== 'GET') return whole
  const from = Number(first)
  if (from >= length) {
    const unsatisfied = { ...fields, 'Content-Range': `bytes */${length}` }
    return { status: 416, fields: unsatisfied, from: 0, to: 0 }
  }
  const to = last === '' ? length : Math.min(length, Number(last) + 1)
  return {
    status: 206,
    fields: { ...fields, 'Content-Range': `bytes ${from}-${to - 1}/${length}` },
    from,
    to,
  }
}

const withLength = ({ framing }: Resource, reply: PlannedReply): PlannedReply =>
  framing === 'chunked' && reply.status !== 416
    ? reply
    : { ...reply, fields: { ...reply.fields, 'Content-Length': String(reply.to - reply.from) } }

function cacheControl({ storage, lifetime }: Resource): string {
  switch (storage) {
    case 'fresh':
    case 'language':
      return `max-age=${lifetime}`
    case 'staleWhileRevalidate':
      return 'max-age=1, stale-while-revalidate=3'
    case 'staleIfError':
      return 'max-age=1, stale-if-error=6'
    case 'lifetimeZero':
      return 'max-age=0'
    case 'noStore':
      return 'no-store'
    case 'private':
      return 'private, max-age=60'
  }
}
