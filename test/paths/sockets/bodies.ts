import type { Reply } from '../../adapters/origin/origin-call.ts'

/** What is stored before a path begins, longer than the pieces in which a store gives it. */
export const storedText = 'stored before'

/** What the origin answers on the path. */
export const answeredText = 'answered now'

const etag = { ETag: '"1"' }

/** The reply by which something is stored. */
export const storedWith = (cacheControl: string): Reply => ({
  headers: { 'Cache-Control': cacheControl, ...etag },
  body: storedText,
})

/** The first bytes of what is stored, as an answer to a Range. RFC 9110 §15.3.7 */
export const firstPart: Reply = {
  status: 206,
  headers: { 'Cache-Control': 'max-age=60', ...etag, 'Content-Range': `bytes 0-6/${storedText.length}` },
  body: storedText.slice(0, 7),
}

/** The others. */
export const otherPart: Reply = {
  status: 206,
  headers: {
    'Cache-Control': 'max-age=60',
    ...etag,
    'Content-Range': `bytes 7-${storedText.length - 1}/${storedText.length}`,
  },
  body: storedText.slice(7),
}

/** A reply that is stored. */
export const storable: Reply = {
  headers: { 'Cache-Control': 'max-age=60', ETag: '"2"' },
  body: answeredText,
}

/** A reply to POST that is what a GET would be answered. RFC 9110 §9.3.3 */
export const replacing: Reply = {
  headers: { 'Cache-Control': 'max-age=60', 'Content-Location': '/' },
  body: answeredText,
}

/** A reply that no later request could be answered with. */
export const unusable: Reply = { headers: { 'Cache-Control': 'max-age=0' }, body: answeredText }

/** A reply that may not be stored. RFC 9111 §5.2.2.5 */
export const uncacheable: Reply = { headers: { 'Cache-Control': 'no-store' }, body: answeredText }

/** A reply for one client. RFC 9111 §5.2.2.7 */
export const personal: Reply = { headers: { 'Cache-Control': 'private, max-age=60' }, body: answeredText }

/** A reply that begins a session. RFC 9111 §7.3 */
export const withCookie: Reply = {
  headers: { 'Cache-Control': 'max-age=60', 'Set-Cookie': 'session=1' },
  body: answeredText,
}

/** What is stored is still right. RFC 9111 §4.3.4 */
export const validated: Reply = { status: 304, headers: { 'Cache-Control': 'max-age=60', ...etag } }

/** A 304 for what is not stored. */
export const misdirected: Reply = { status: 304, headers: { 'Cache-Control': 'max-age=60', ETag: '"3"' } }

/** What HEAD says of a response that is another now. RFC 9111 §4.3.5 */
export const changed: Reply = { headers: { 'Cache-Control': 'max-age=60', ETag: '"2"' } }

export const unavailable: Reply = { status: 503, body: 'not now' }

/** A reply to one request, which says nothing of others. RFC 6585 §4 */
export const refused: Reply = { status: 429, body: 'not for you' }
