import { isWeak } from '../http/entity-tag.ts'
import { withoutFields } from '../http/field-lines.ts'
import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { missingSpan } from './stored-span.ts'
import type { Ask } from './verdicts.ts'

/** The client's own conditions: what the cache asks for does not depend on what the client has. RFC 9110 §13.1. */
const conditions = ['if-match', 'if-modified-since', 'if-none-match', 'if-unmodified-since']
const withoutConditions = new Set(conditions)
const withoutConditionsAndRange = new Set([...conditions, 'if-range', 'range'])

/** RFC 9111 §4.3.1: every validator that there is. Where there is an entity tag, the date is for recipients that know none. */
function validatingFields({ etag, lastModified }: StoredResponse): FieldLines {
  const lines: string[] = []
  if (etag !== null) lines.push('If-None-Match', etag)
  if (lastModified !== null) lines.push('If-Modified-Since', lastModified)
  return lines
}

/** RFC 9111 §3.3: a range request for what is missing. */
function completingFields({ part, etag }: StoredResponse): FieldLines {
  const missing = part === null ? null : missingSpan(part)
  if (missing === null) return []
  const lines = ['Range', `bytes=${missing.first}-${missing.last ?? ''}`]
  // RFC 9110 §13.1.5: a weak tag may not be sent so. With it, the whole comes where the representation has changed.
  if (etag !== null && !isWeak(etag)) lines.push('If-Range', etag)
  return lines
}

function addedFields(ask: Ask, stored: StoredResponse): FieldLines {
  switch (ask) {
    case 'validate':
      return validatingFields(stored)
    case 'complete':
      return completingFields(stored)
    case 'plain':
      return []
  }
}

/** What the origin is asked for, and with which of the client's lines. */
export interface Asked {
  readonly ask: Ask
  /** Whether the client's Range and If-Range go along. */
  readonly range: 'kept' | 'dropped'
  readonly stored: StoredResponse | null
}

/**
 * The lines of a request for what the cache needs: those of the client without its conditions, which are held against what
 * comes of it; and the conditions or the range of the cache. The same array where nothing is to be changed. RFC 9111 §4.3.1.
 */
export function fieldsToSend(fields: FieldLines, { ask, range, stored }: Asked): FieldLines {
  const own = withoutFields(fields, range === 'kept' ? withoutConditions : withoutConditionsAndRange)
  const added = stored === null ? [] : addedFields(ask, stored)
  return added.length === 0 ? own : [...own, ...added]
}
