import { fieldValue, withoutFields, type FieldLines } from '@cachechart/core'

/** RFC 9110 §6.5.1: what frames, routes, authenticates, controls or describes the content has no place behind it. */
const neverTrailers = new Set([
  ...['transfer-encoding', 'content-length', 'trailer', 'connection', 'proxy-connection', 'keep-alive'],
  ...[
    'upgrade',
    'te',
    'host',
    'via',
    'authorization',
    'proxy-authenticate',
    'www-authenticate',
    'set-cookie',
  ],
  ...['location', 'date', 'expires', 'age', 'cache-control', 'cdn-cache-control', 'surrogate-control'],
  ...['pragma', 'vary', 'warning', 'retry-after', 'content-encoding', 'content-type', 'content-range'],
])

/** The trailer fields that go on: of those that came, without what the head's Connection names (RFC 9110 §7.6.1). */
export function trailerFields(head: FieldLines, trailers: FieldLines): FieldLines {
  const kept = withoutFields(trailers, neverTrailers)
  const connection = kept.length === 0 ? null : fieldValue(head, 'connection')
  if (connection === null) return kept
  return withoutFields(kept, new Set(connection.split(',').map((name) => name.trim().toLowerCase())))
}
