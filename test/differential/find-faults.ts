import type { CacheResponse } from '@cachechart/core'
import { fieldOf } from '../driver/stage.ts'
import type { Version } from './changing-origin.ts'

/** What a client was given. */
export interface Received {
  readonly method: string
  readonly response: CacheResponse
  readonly body: Uint8Array
  /** `cut`: the body ended in an error, which the client saw. */
  readonly end: 'whole' | 'cut'
}

/** Some bytes, and which they are said to be. */
interface Claim {
  readonly first: number
  readonly complete: number | null
  readonly bytes: Uint8Array
}

const contentRange = /bytes (\d+)-(\d+)\/(\d+|\*)/

/** The claim of a part's head and its bytes; `null` where the head makes none, or not the right number of bytes came. */
function claimOf(head: string, bytes: Uint8Array, end: Received['end']): Claim | null {
  const [, first, last, complete] = contentRange.exec(head) ?? []
  if (first === undefined || last === undefined) return null
  const isCounted = end === 'cut' || bytes.length === Number(last) - Number(first) + 1
  return isCounted
    ? { first: Number(first), complete: complete === '*' ? null : Number(complete), bytes }
    : null
}

/** The parts of multipart/byteranges, read as latin1, so that bytes stay bytes. RFC 9110 §14.6. */
function claimsOfParts(type: string, body: Uint8Array): readonly (Claim | null)[] {
  const boundary = /boundary=(\S+)/.exec(type)?.[1] ?? ''
  const parts = Buffer.from(body).toString('latin1').split(`--${boundary}`).slice(1, -1)
  return parts.map((part) => {
    const end = part.indexOf('\r\n\r\n')
    return claimOf(part.slice(0, end), Buffer.from(part.slice(end + 4, -2), 'latin1'), 'whole')
  })
}

function claimsOf({ response, body, end }: Received): readonly (Claim | null)[] {
  if (response.status === 200)
    return [{ first: 0, complete: end === 'whole' ? body.length : null, bytes: body }]
  const type = fieldOf(response, 'content-type') ?? ''
  if (type.startsWith('multipart/')) return end === 'cut' ? [] : claimsOfParts(type, body)
  return [claimOf(fieldOf(response, 'content-range') ?? '', body, end)]
}

function isOf({ bytes }: Version, { first, complete, bytes: claimed }: Claim): boolean {
  const own = bytes.subarray(first, first + claimed.length)
  return Buffer.compare(own, claimed) === 0 && (complete === null || complete === bytes.length)
}

/** What is wrong with a response: it mixes versions, mislabels or miscounts its bytes. */
export function findFaults(received: Received, versions: readonly Version[]): readonly string[] {
  const { method, response, body, end } = received
  if (method === 'HEAD' || response.status === 304 || response.status === 416) {
    return body.length > 0 ? [`${body.length} bytes with ${response.status}`] : []
  }
  const length = fieldOf(response, 'content-length')
  if (end === 'whole' && length !== undefined && Number(length) !== body.length) {
    return [`${body.length} bytes, announced as ${length}`]
  }
  const claims = claimsOf(received)
  const etag = fieldOf(response, 'etag') ?? null
  const isHonest = versions.some(
    (version) => version.etag === etag && claims.every((claim) => claim !== null && isOf(version, claim)),
  )
  return isHonest ? [] : [`${response.status} of no version: ${Buffer.from(body).toString('hex')}`]
}
