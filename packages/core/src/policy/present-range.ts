import { formatContentRange } from '../http/byte-ranges.ts'
import { filterFields, withoutFields } from '../http/field-lines.ts'
import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { multipartBody } from './multipart-body.ts'
import type { PresentedHead } from './presented-head.ts'
import { satisfyRange, type Excerpt, type RangeQuestion } from './satisfy-range.ts'

/** What is right for the stored content alone, and not for another piece of it. RFC 9530 §2 of Content-Digest. */
const ofTheContent = new Set(['content-digest', 'content-length', 'content-md5', 'content-range'])
const ofTheContentOrType = new Set([...ofTheContent, 'content-type'])

/** What a 416 shares with the stored response: by whom and when the representation was seen. */
const ofUnsatisfiable = new Set(['cache-status', 'date'])

const partialContent = { status: 206, reason: 'Partial Content' } as const

/**
 * One excerpt. RFC 9110 §15.3.7: it has all fields that the whole would have. That they are not needed after If-Range is
 * left aside: a cache behind this one may store the part by itself.
 */
function singlePart({ fields }: StoredResponse, { range, slice }: Excerpt): PresentedHead {
  const length = slice.to - slice.from
  const own = ['Content-Range', formatContentRange(range), 'Content-Length', String(length)]
  const lines = [...withoutFields(fields, ofTheContent), ...own]
  return { ...partialContent, fields: lines, content: { pieces: [slice], length } }
}

/** Several. RFC 9110 §15.3.7.2: without Content-Range, as each of them has its own. */
function multipleParts(stored: StoredResponse, excerpts: readonly Excerpt[]): PresentedHead {
  const { contentType, cut } = multipartBody(stored, excerpts)
  const own = ['Content-Type', contentType, 'Content-Length', String(cut.length)]
  const fields = [...withoutFields(stored.fields, ofTheContentOrType), ...own]
  return { ...partialContent, fields, content: cut }
}

/** RFC 9110 §15.5.17: it says how long the representation is; what is stored of it does not go along. */
function unsatisfiable(fields: FieldLines, complete: number): PresentedHead {
  const shared = filterFields(fields, (name) => ofUnsatisfiable.has(name))
  const own = ['Content-Range', `bytes */${complete}`, 'Content-Length', '0']
  return { status: 416, reason: 'Range Not Satisfiable', fields: [...shared, ...own], content: 'none' }
}

/** RFC 9110 §9.3.2: the head that the whole would have. A HEAD is answered so once the origin has confirmed the part. */
function headOfWhole({ fields, part }: StoredResponse): PresentedHead {
  const complete = part?.complete ?? null
  const length = complete === null ? [] : ['Content-Length', String(complete)]
  const others = withoutFields(fields, ofTheContent)
  return { status: 200, reason: 'OK', fields: [...others, ...length], content: 'none' }
}

/** The head for a request for a part, or from a stored part; Age and Cache-Status are still to come. RFC 9110 §14.2. */
export function presentRange(question: RangeQuestion): PresentedHead {
  const { facts, stored } = question
  if (facts.method === 'HEAD') return headOfWhole(stored)
  const answer = satisfyRange(question)
  switch (answer.type) {
    case 'excerpt':
      return singlePart(stored, answer.excerpt)
    case 'excerpts':
      return multipleParts(stored, answer.excerpts)
    case 'unsatisfiable':
      return unsatisfiable(stored.fields, answer.complete)
    // No part is chosen for what it lacks. Were one, it would go out as what it is: RFC 9111 §3.3.
    case 'missing':
    case 'all':
      return { status: stored.status, reason: stored.reason, fields: stored.fields, content: 'full' }
  }
}
