import type { ServerResponse } from 'node:http'
import { fieldValue, hasField, withoutFields, type CacheResponse, type FieldLines } from '@cachechart/core'
import { linesOf } from './captured-fields.ts'

/**
 * The cache's response as it goes over what earlier middleware has set for this client. node:http lets a field that is
 * given with the head take the place of one that was set before. Two may not be lost that way: cookies, which are set
 * one by one, and Vary, which only ever grows (RFC 9110 §12.5.5).
 */
export function overPresets(response: ServerResponse, reply: CacheResponse): CacheResponse {
  const cookies = response.getHeader('set-cookie')
  const vary = response.getHeader('vary')
  let { fields } = reply
  if (cookies !== undefined && hasField(fields, 'set-cookie')) {
    fields = [...linesOf('Set-Cookie', cookies), ...fields]
  }
  if (vary !== undefined) fields = withVary(fields, linesOf('Vary', vary))
  return fields === reply.fields ? reply : { ...reply, fields }
}

const varyOnly = new Set(['vary'])

function withVary(fields: FieldLines, preset: FieldLines): FieldLines {
  const own = membersOf(fields)
  if (own.length === 0) return fields
  const names = new Map([...own, ...membersOf(preset)].map((name) => [name.toLowerCase(), name]))
  if (names.size === own.length) return fields
  return [...withoutFields(fields, varyOnly), 'Vary', [...names.values()].join(', ')]
}

const membersOf = (fields: FieldLines): readonly string[] =>
  (fieldValue(fields, 'vary') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
